#include "app/explorer/features/favourites/favourites_controller.h"

#include <algorithm>
#include <utility>

#include "app/explorer/state/queries.h"
#include "core/documents/face_picture.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string tag = text.substr(begin, end - begin);
        const auto first = tag.find_first_not_of(' ');
        if (first != std::string::npos)
            tags.push_back(tag.substr(first, tag.find_last_not_of(' ') - first + 1));
        begin = end + 1;
    }
    return tags;
}

}  // namespace

bool passes(const Favourite& favourite, const std::string& filter) {
    if (filter.empty()) return true;
    const std::string wanted = to_lower(filter);
    if (to_lower(favourite.name).find(wanted) != std::string::npos) return true;
    return std::any_of(favourite.tags.begin(), favourite.tags.end(), [&](const std::string& tag) {
        return to_lower(tag).find(wanted) != std::string::npos;
    });
}

FavouritesController::FavouritesController(const FeatureContext& context, AddToJourney add_to_journey,
                                           Elsewhere elsewhere, OpenModelOf open_model_of)
    : state_(context.state),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      add_to_journey_(std::move(add_to_journey)),
      elsewhere_(std::move(elsewhere)),
      open_model_of_(std::move(open_model_of)),
      shared_(
          context.engine, context.notifier,
          [this](std::vector<Favourite> in_file) { take(std::move(in_file)); },
          [this] { state_.favourites_unsaved = !shared_.all_saved(); }) {
    shared_.set_sent(state_.favourites);
}

Favourite* FavouritesController::find(const std::string& id) {
    for (Favourite& favourite : state_.favourites)
        if (favourite.id == id) return &favourite;
    return nullptr;
}

std::vector<Favourite> FavouritesController::selected_or_listed() const {
    std::vector<Favourite> selected, listed;
    for (const Favourite& favourite : state_.favourites) {
        if (state_.exporting.selected.contains(favourite.id)) selected.push_back(favourite);
        if (passes(favourite, state_.favourite_filter)) listed.push_back(favourite);
    }
    return selected.empty() ? listed : selected;
}

void FavouritesController::keep_current() {
    if (state_.model) keep(current_face(state_));
}

void FavouritesController::keep(const NamedLatent& face) {
    if (!state_.model) return;
    ++state_.done.kept;
    Favourite favourite{face};
    favourite.id = new_favourite_id();
    favourite.created = utc_now_iso8601();
    favourite.model_sha256 = state_.model->sha256;
    favourite.model_name = state_.model->spec.name;
    state_.favourites.push_back(favourite);
    const bool on_screen = !state_.shown.empty() && !state_.shown_request.latents.empty() &&
                           state_.shown_request.latents[0] == favourite.latent &&
                           is_whole_face(state_, state_.shown_request);
    if (on_screen) give_picture(favourite.latent, state_.shown);
    if (!state_.favourites_writable)
        notifier_.error(
            tr("Favourites cannot be saved in this run: what is kept now is lost when the program ends."));
    save([this, id = favourite.id, name = favourite.name] {
        if (!without_picture_.contains(id)) notifier_.info(trf("Kept as \"{}\".", name));
    });
}

void FavouritesController::picture_made(const Latent& latent, const Image& image) {
    if (state_.model && give_picture(latent, image)) save();
}

/// Whether a favourite waited for it.
bool FavouritesController::give_picture(const Latent& latent, const Image& image) {
    bool given = false;
    for (Favourite& favourite : state_.favourites) {
        if (!favourite.image.empty() || favourite.latent != latent ||
            favourite.model_sha256 != state_.model->sha256)
            continue;
        favourite.image = "favourites/" + favourite.id + ".png";
        pictures_.add(engine_.run_task([path = state_.data_dir / favourite.image, image,
                                        favourite] { write_face_picture(path, image, {favourite}); },
                                       [this, id = favourite.id](const Result<void>& written) {
                                           if (written) return;
                                           without_picture_.insert(id);
                                           notifier_.error(written.error());
                                       }));
        given = true;
    }
    return given;
}

void FavouritesController::open(const std::string& id) {
    if (const Favourite* favourite = find(id)) show(*favourite);
}

void FavouritesController::show(const Favourite& favourite) {
    const auto show_here = [this, favourite] { actions_.show_favourite(favourite); };
    const bool of_another =
        state_.model && !favourite.model_sha256.empty() && favourite.model_sha256 != state_.model->sha256;
    if (of_another && open_model_of_)
        open_model_of_(favourite.model_sha256, show_here, show_here);
    else
        show_here();
}

void FavouritesController::open_picture(const std::filesystem::path& path) {
    try {
        const std::vector<Favourite> faces = faces_of_picture(path);
        if (faces.empty()) {
            notifier_.error(trf("{} contains no face. Only pictures saved by ProGAN Explorer do.",
                                path.filename().string()));
            return;
        }
        if (faces.size() > 1)
            notifier_.info(
                trf("{} carries {} faces: the first is shown.", path.filename().string(), faces.size()));
        if (state_.model)
            show(faces.front());
        else
            state_.dropped = faces.front();
        actions_.show(CenterView::face);
    } catch (const std::exception&) {
        notifier_.error(current_error_sentence());
    }
}

void FavouritesController::rename(const std::string& id, const std::string& name, const std::string& tags) {
    Favourite* favourite = find(id);
    if (!favourite) return;
    if (!name.empty()) favourite->name = name;
    favourite->tags = split_tags(tags);
    save();
}

void FavouritesController::remove(const std::string& id) {
    for (std::size_t i = 0; i < state_.favourites.size(); ++i) {
        if (state_.favourites[i].id != id) continue;
        state_.deleted = {i, state_.favourites[i]};
        state_.favourites.erase(state_.favourites.begin() + static_cast<std::ptrdiff_t>(i));
        save();
        // The picture stays on disk: undo must work, and a stray PNG costs less than a lost one.
        notifier_.deleted(trf("\"{}\" deleted.", state_.deleted->second.name));
        return;
    }
}

void FavouritesController::undo_delete() {
    if (!state_.deleted) return;
    const std::size_t at = std::min(state_.deleted->first, state_.favourites.size());
    state_.favourites.insert(state_.favourites.begin() + static_cast<std::ptrdiff_t>(at),
                             state_.deleted->second);
    state_.deleted.reset();
    notifier_.forget_deleted();
    save();
}

void FavouritesController::restored() {
    state_.deleted.reset();
    notifier_.forget_deleted();
    save();
}

void FavouritesController::save(std::function<void()> written) {
    if (!state_.favourites_writable) return;
    open_file();
    shared_.send(state_.favourites, std::move(written));
}

void FavouritesController::look() {
    if (!state_.favourites_writable) return;
    open_file();
    shared_.look();
}

/// Before the first use: at the start, the folder may not be known yet.
void FavouritesController::open_file() {
    if (shared_.store()) return;
    shared_.open(std::make_shared<FavouriteStore>(favourite_store(favourites_path(state_))), shared_.sent());
}

/// What the file holds, with all that was sent and could be saved.
void FavouritesController::take(std::vector<Favourite> in_file) {
    in_file = shared_.with_own(state_.favourites, std::move(in_file));
    const std::vector<FavouriteChange> news = keyed_changes(state_.favourites, in_file);
    if (news.empty()) return;
    state_.favourites = std::move(in_file);
    elsewhere_(news);
}

}  // namespace progan
