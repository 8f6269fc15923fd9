#include "app/explorer/features/face/typicality.h"

#include <algorithm>
#include <cmath>

#include "core/axes/learned_direction.h"
#include "core/axes/typicality.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::string label_with_typicality(const std::string& label, const std::string& degrees) {
    return trf("{}, typicality {}°", label, degrees);
}

/// The label without what label_with_typicality() adds.
std::string plain_label(const std::string& label) {
    const std::string mark = "\x1f", marked = label_with_typicality(mark, mark);
    const std::size_t begin = marked.find(mark) + 1, end = marked.find(mark, begin);
    if (end == std::string::npos) return label;
    return label.substr(0, label.find(marked.substr(begin, end - begin)));
}

}  // namespace

Typicality typicality_of(const AppState& state) {
    Typicality result;
    if (!state.model || state.face.base.latent.empty()) {
        result.unusable = tr("There is no face yet.");
        return result;
    }
    std::vector<Latent> faces;
    for (const Favourite& favourite : state.favourites)
        if (favourite.model_sha256 == state.model->sha256 &&
            favourite.latent.size() == state.face.base.latent.size())
            faces.push_back(favourite.latent);
    result.favourites = static_cast<int>(faces.size());
    if (faces.size() < 2) {  // the middle of one would be that face
        result.unusable = tr(
            "Keep at least two faces of this model: typical means towards the average of your favourites.");
        return result;
    }
    try {
        result.mean = mean_direction(faces);
        result.degrees = coordinate_degrees(state.face.base.latent, result.mean);
        if (std::abs(result.degrees) > 89)
            result.unusable =
                tr("This face is already the average of your favourites: keep or show another face.");
    } catch (const Error& error) {
        result.mean.clear();
        result.unusable = error.what();
    }
    return result;
}

void set_typicality(AppState& state, FaceActions& actions, double degrees) {
    if (state.follow == Follow::journey) actions.keep_journey_face();
    const Typicality now = typicality_of(state);
    if (!now.unusable.empty() || !std::isfinite(degrees)) return;
    actions.will_change();
    const double to = std::clamp(degrees, -kMaxTypical, kMaxTypical);
    state.face.base.latent = toward_mean(state.face.base.latent, now.mean, to - now.degrees);
    state.face.base.seed.reset();
    std::string& label = state.face.base.name;
    label = label_with_typicality(plain_label(label), std::to_string(std::lround(to)));
}

}  // namespace progan
