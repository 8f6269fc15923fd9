#include "app/explorer/features/compare/compare_controller.h"

#include <algorithm>

#include "app/explorer/state/queries.h"
#include "core/latent/interpolation.h"

namespace progan {
namespace {

RenderRequest request_of(const NamedLatent& face, int level, double alpha) {
    RenderRequest request{{}, level, alpha};
    request.add(face.latent, face.edits);
    return request;
}

}  // namespace

void CompareController::set(std::size_t side, NamedLatent face) {
    if (!face.latent.empty()) state_.compare.sides.at(side) = {std::move(face), false};
}

void CompareController::set_live(std::size_t side) {
    state_.compare.sides.at(side) = {std::nullopt, true};
}

void CompareController::swap() {
    std::swap(state_.compare.sides[0], state_.compare.sides[1]);
    std::swap(pictures_[picture_a], pictures_[picture_b]);
    for (const Picture picture : {picture_a, picture_b}) pictures_[picture].version = ++last_version_;
}

void CompareController::go_to(std::size_t side) {
    const NamedLatent there = face(side);
    if (!there.latent.empty() && !state_.compare.sides[side].live) actions_.show_latent(there);
}

NamedLatent CompareController::face(std::size_t side) const {
    const ComparedFace& compared = state_.compare.sides.at(side);
    if (compared.live) return current_face(state_);
    return compared.face.value_or(NamedLatent{});
}

const Image* CompareController::new_image(Picture picture) {
    Kept& kept = pictures_[picture];
    if (kept.image.empty() || kept.seen == kept.version) return nullptr;
    kept.seen = kept.version;
    return &kept.image;
}

void CompareController::keep(Picture picture, const Image& image, RenderRequest request) {
    Kept& kept = pictures_[picture];
    kept.image = image;
    kept.request = std::move(request);
    kept.version = ++last_version_;
}

/// The main view makes the current face anyway: a live side takes it from there, also while it is behind the
/// hand. Returns whether the side is provided for.
bool CompareController::take_shown(std::size_t side, const RenderRequest& wanted) {
    const auto picture = static_cast<Picture>(side);
    const bool live = state_.compare.sides[side].live;
    const bool same = state_.shown_request == wanted && !state_.shown.empty();
    if (same || (live && !state_.shown.empty() && state_.shown_id != taken_id_)) {
        if (live) taken_id_ = state_.shown_id;
        keep(picture, state_.shown, same ? wanted : RenderRequest{});
    }
    return same || live;
}

void CompareController::tick(Time /*now*/) {
    CompareState& compare = state_.compare;
    if (!state_.model) return;
    if (state_.epoch != epoch_) {
        epoch_ = state_.epoch;
        for (ComparedFace& side : compare.sides)
            if (side.face && !fit_to_model(*side.face, state_)) side.face.reset();
        pictures_ = {};
        submitted_ = {};
        compare.measured = false;
    }
    if (state_.center != CenterView::compare) {
        compare.held = compare.settled = compare.measured = false;
        return;  // nothing is made that no one sees
    }
    RenderRequest missing{{}, current_level(state_), current_alpha(state_)};
    std::array<NamedLatent, 2> faces;
    compare.settled = true;
    for (std::size_t side = 0; side < 2; ++side) {
        faces[side] = face(side);
        Kept& kept = pictures_[side];
        const RenderRequest wanted = request_of(faces[side], missing.level, missing.alpha);
        if (faces[side].latent.empty()) {
            kept = {};
            compare.settled = false;
            continue;
        }
        if (kept.request == wanted) continue;
        const bool provided = take_shown(side, wanted);
        if (kept.request == wanted) continue;
        compare.settled = false;
        if (!provided) missing.add(faces[side].latent, faces[side].edits);
    }
    compare.degrees.reset();
    if (!faces[0].latent.empty() && !faces[1].latent.empty())
        compare.degrees = angle_degrees(faces[0].latent, faces[1].latent);
    if (!missing.latents.empty() && missing != submitted_) {
        submitted_ = missing;
        submitted_id_ = engine_.submit(Purpose::pair, std::move(missing));
    }
    measure();
}

/// Has the two pictures compared, if they have changed and someone looks.
void CompareController::measure() {
    CompareState& compare = state_.compare;
    const Kept &a = pictures_[picture_a], &b = pictures_[picture_b];
    const bool comparable = !a.image.empty() && a.image.width == b.image.width;
    compare.measured = comparable && compare.settled && measured_a_ == a.version && measured_b_ == b.version;
    if (compare.view != CompareView::difference || !comparable || measuring_ ||
        (measured_a_ == a.version && measured_b_ == b.version))
        return;
    measuring_ = engine_.run_task(
        [one = a.image, other = b.image] {
            Measurement made;
            const Difference found = difference(one, other);
            made.mean = found.mean;
            made.max = found.max;
            made.scale = heat_scale(found);
            made.heat = heat_map(found, made.scale);
            return made;
        },
        [this, of_a = a.version, of_b = b.version](Result<Measurement> made) {
            measured_a_ = of_a;
            measured_b_ = of_b;
            measured(std::move(made));
        });
}

void CompareController::measured(Result<Measurement> made) {
    if (!made) {
        notifier_.error(made.error());
        return;
    }
    CompareState& compare = state_.compare;
    compare.mean = made->mean;
    compare.max = made->max;
    compare.scale = made->scale;
    keep(heat, made->heat, {});
}

void CompareController::face_made(const FaceReady& frame) {
    if (frame.request_id != submitted_id_ || frame.epoch != state_.epoch ||
        frame.index >= submitted_.latents.size())
        return;
    RenderRequest made{{}, submitted_.level, submitted_.alpha};
    made.add(submitted_.latents[frame.index], submitted_.edits_of(frame.index));
    for (std::size_t side = 0; side < 2; ++side)
        if (request_of(face(side), made.level, made.alpha) == made)
            keep(static_cast<Picture>(side), frame.image, made);
    if (frame.index + 1 == submitted_.latents.size()) submitted_ = {};
}

}  // namespace progan
