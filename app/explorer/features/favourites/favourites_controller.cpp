#include "app/explorer/features/favourites/favourites_controller.h"

#include <algorithm>
#include <utility>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/state/queries.h"
#include "core/documents/face_picture.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kFramesToShow = 3;

}  // namespace

FavouritesController::FavouritesController(const FeatureContext& context, Calls calls)
    : state_(context.state),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      keys_of_(context.keys_of),
      calls_(std::move(calls)),
      shared_(
          context.engine, context.notifier,
          [this](std::vector<Favourite> in_file) { take(std::move(in_file)); },
          [this] { note_what_is_unsaved(); }) {
    shared_.set_sent(state_.favourites);
}

Favourite* FavouritesController::find(const std::string& id) {
    return find_by_id(state_.favourites, id);
}

const Favourite* FavouritesController::kept_already(const NamedLatent& face) {
    for (const Favourite& favourite : state_.favourites)
        if (same_face(favourite, face) && favourite.model_sha256 == state_.model->sha256) return &favourite;
    return nullptr;
}

std::vector<Favourite> FavouritesController::selected_or_listed() const {
    std::vector<Favourite> faces;
    for (const std::string& id : selected_ids(state_)) faces.push_back(*find_by_id(state_.favourites, id));
    if (!faces.empty()) return faces;
    for (const std::size_t i : listed_favourites(state_)) faces.push_back(state_.favourites[i]);
    return faces;
}

void FavouritesController::step(int by) {
    const std::vector<Favourite> faces = selected_or_listed();
    if (faces.empty() || by == 0) return;
    const auto count = static_cast<std::int64_t>(faces.size());
    const auto shown = std::find_if(faces.begin(), faces.end(), [this](const Favourite& favourite) {
        return state_.follow == Follow::sliders && same_face(favourite, state_.face.base);
    });
    const std::int64_t from = shown != faces.end() ? shown - faces.begin() : by > 0 ? -1 : count;
    const std::int64_t to = (from + by) % count;
    open(faces[static_cast<std::size_t>(to < 0 ? to + count : to)].id);
}

void FavouritesController::keep_current() {
    if (state_.model) keep(current_face(state_));
}

void FavouritesController::keep(const NamedLatent& face) {
    if (!state_.model) return;
    const std::string album = state_.favourites_settings.album;
    if (const Favourite* kept = kept_already(face)) {
        inspect(kept->id);
        notifier_.info_about("kept", album.empty() || is_in_album(*kept, album)
                                         ? trf("Already kept as \"{}\".", kept->name)
                                         : trf(R"(Already kept as "{}". It is now also in the album "{}".)",
                                               kept->name, album));
        if (!album.empty()) put_into_album({kept->id}, album);
        return;
    }
    ++state_.done.kept;
    Favourite favourite{face};
    favourite.id = new_favourite_id();
    favourite.created = utc_now_iso8601();
    favourite.model_sha256 = state_.model->sha256;
    favourite.model_name = state_.model->spec.name;
    if (!album.empty()) favourite.albums = {album};
    state_.favourites.push_back(favourite);
    inspect(favourite.id);
    const bool on_screen = !state_.shown.empty() && !state_.shown_request.latents.empty() &&
                           state_.shown_request.latents[0] == favourite.latent &&
                           state_.shown_request.edits_of(0) == favourite.edits &&
                           is_whole_face(state_, state_.shown_request);
    if (on_screen) give_picture(favourite, state_.shown);
    if (!state_.favourites_writable)
        notifier_.error(
            tr("Favourites cannot be saved this time: whatever you keep now will be lost when you quit."));
    save([this, id = favourite.id, name = favourite.name, album] {
        if (!unwritten_pictures_.contains(id))
            notifier_.info_about("kept", album.empty()
                                             ? trf("Kept as \"{}\".", name)
                                             : trf(R"(Kept as "{}" in the album "{}".)", name, album));
    });
}

void FavouritesController::picture_made(const NamedLatent& face, const Image& image) {
    if (state_.model && give_picture(face, image)) save();
}

/// Whether a favourite waited for it.
bool FavouritesController::give_picture(const NamedLatent& face, const Image& image) {
    bool given = false;
    for (Favourite& favourite : state_.favourites) {
        if (!favourite.image.empty() || !same_face(favourite, face) ||
            favourite.model_sha256 != state_.model->sha256)
            continue;
        favourite.image = "favourites/" + favourite.id + ".png";
        write_picture(favourite, image);
        given = true;
    }
    return given;
}

void FavouritesController::write_picture(const Favourite& favourite, const Image& image) {
    pictures_.add(engine_.run_task([path = state_.data_dir / favourite.image, image,
                                    favourite] { write_face_picture(path, image, {favourite}); },
                                   [this, id = favourite.id, image](const Result<void>& written) {
                                       if (written) {
                                           unwritten_pictures_.erase(id);
                                       } else {
                                           unwritten_pictures_[id] = image;
                                           notifier_.not_saved(written.error());
                                       }
                                       note_what_is_unsaved();
                                   }));
}

void FavouritesController::note_what_is_unsaved() {
    state_.favourites_unsaved = !shared_.all_saved();
    state_.favourite_pictures_unsaved = !unwritten_pictures_.empty();
}

void FavouritesController::save_again() {
    std::erase_if(unwritten_pictures_, [this](const auto& picture) { return !find(picture.first); });
    for (const auto& [id, image] : unwritten_pictures_) write_picture(*find(id), image);
    if (!state_.favourites_writable) return;
    open_store();
    shared_.send_again();
}

void FavouritesController::inspect(const std::string& id) {
    state_.favourites_view.inspected = id;
    state_.favourites_view.to_show = id;
    state_.favourites_view.frames_to_show = kFramesToShow;
}

void FavouritesController::choose_album(const std::string& album) {
    state_.favourites_settings.album = album;
}

void FavouritesController::set_order(FavouriteOrder order) {
    state_.favourites_settings.order = order;
}

void FavouritesController::show_details(bool open) {
    state_.favourites_settings.details = open;
}

void FavouritesController::open(const std::string& id) {
    const Favourite* favourite = find(id);
    if (!favourite) return;
    state_.favourites_view.inspected = id;
    show(*favourite);
}

void FavouritesController::show(const Favourite& favourite) {
    const auto show_here = [this, favourite] { actions_.show_favourite(favourite); };
    const bool of_another =
        state_.model && !favourite.model_sha256.empty() && favourite.model_sha256 != state_.model->sha256;
    if (of_another && calls_.open_model_of)
        calls_.open_model_of(favourite.model_sha256, show_here, show_here);
    else
        show_here();
}

void FavouritesController::open_picture(const std::filesystem::path& path) {
    try {
        const std::vector<Favourite> faces = faces_of_picture(path);
        if (faces.empty() && calls_.take_photo) {
            calls_.take_photo(path);
            return;
        }
        if (faces.empty()) {
            notifier_.cannot_open(path, trf("{} contains no face. Only pictures saved by ProGAN Explorer do.",
                                            path.filename().string()));
            return;
        }
        if (faces.size() > 1)
            notifier_.info(
                trf("{} carries {} faces; the first one is shown.", path.filename().string(), faces.size()));
        show_picture(faces.front());
    } catch (const std::exception&) {
        notifier_.cannot_open(path, current_error_sentence());
    }
}

void FavouritesController::show_picture(const Favourite& face) {
    if (state_.model)
        show(face);
    else
        state_.dropped = face;
    actions_.show(CenterView::face);
}

void FavouritesController::look_for_model(const Favourite& favourite) {
    const std::string& sha256 = favourite.model_sha256;
    auto& known = state_.favourites_view.model_here;
    if (sha256.empty() || !calls_.look_for_model || !asked_for_.insert(sha256).second) return;
    calls_.look_for_model(sha256, [&known, sha256](bool here) { known[sha256] = here; });
}

void FavouritesController::model_opened() {
    asked_for_.clear();
    state_.favourites_view.model_here.clear();
}

void FavouritesController::restored() {
    state_.favourites_undo.clear();
    notifier_.forget_undoable();
    save();
}

void FavouritesController::save(std::function<void()> written) {
    if (!state_.favourites_writable) return;
    open_store();
    shared_.send(state_.favourites, std::move(written));
}

void FavouritesController::look() {
    if (!state_.favourites_writable) return;
    open_store();
    shared_.look();
}

/// Before the first use: at the start, the folder may not be known yet.
void FavouritesController::open_store() {
    if (shared_.store()) return;
    shared_.open(std::make_shared<FavouriteStore>(favourite_store(favourites_path(state_))), shared_.sent());
}

/// What the file holds, with all that was sent and could be saved.
void FavouritesController::take(std::vector<Favourite> in_file) {
    in_file = shared_.with_own(state_.favourites, std::move(in_file));
    const std::vector<FavouriteChange> changes = keyed_changes(state_.favourites, in_file);
    if (changes.empty()) return;
    state_.favourites = std::move(in_file);
    if (calls_.elsewhere) calls_.elsewhere(changes);
}

}  // namespace progan
