// Commands: the face, the favourites, and the history that leads back.
#include "app/explorer/shell/commands/commands.h"

#include <GLFW/glfw3.h>

#include "app/explorer/shell/commands/command_chords.h"
#include "app/explorer/state/picked_face.h"
#include "core/support/translate.h"

namespace progan {

void Commands::add_seeds_and_sliders() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"face.random",
                                        tr_later("Random face"),
                                        tr_later("random seed"),
                                        {plain(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { features_.face.random_seed(); },
                                        model},
                                       {"face.next",
                                        tr_later("Next seed"),
                                        tr_later("next and previous seed"),
                                        {plain(GLFW_KEY_PAGE_DOWN)},
                                        Reach::keys,
                                        [this] { features_.face.step_seed(1); },
                                        model},
                                       {"face.previous",
                                        tr_later("Previous seed"),
                                        tr_later("next and previous seed"),
                                        {plain(GLFW_KEY_PAGE_UP)},
                                        Reach::keys,
                                        [this] { features_.face.step_seed(-1); },
                                        model},
                                       {"sliders.random",
                                        tr_later("Turn all sliders at random"),
                                        tr_later("turn the sliders at random"),
                                        {shift(GLFW_KEY_R)},
                                        Reach::keys,
                                        [this] { features_.face.randomise_sliders(); },
                                        model},
                                       {"sliders.reset",
                                        tr_later("Reset all sliders"),
                                        tr_later("all sliders back to 0"),
                                        {ctrl(GLFW_KEY_0)},
                                        Reach::keys,
                                        [this] { features_.face.reset_sliders(); },
                                        model}});
}

void Commands::add_walks_and_favourites() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"wander.toggle",
                                        tr_later("Wander, or stop"),
                                        tr_later("wander: an endless walk from this face; again: stop"),
                                        {plain(GLFW_KEY_W)},
                                        Reach::keys,
                                        [this] { features_.wander.toggle(); },
                                        model},
                                       {"slideshow.toggle",
                                        tr_later("Slideshow"),
                                        tr_later("slideshow of your favourites"),
                                        {plain(GLFW_KEY_F5)},
                                        Reach::keys,
                                        [this] { features_.slideshow.toggle(); },
                                        model},
                                       {"favourites.keep",
                                        tr_later("Keep face"),
                                        tr_later("add this face to your favourites"),
                                        {ctrl(GLFW_KEY_S)},
                                        Reach::keys,
                                        [this] { features_.favourites.keep_current(); },
                                        model},
                                       {"favourites.import",
                                        tr_later("Import favourites..."),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { import_favourites(); }},
                                       {"face.export",
                                        tr_later("Export..."),
                                        tr_later("export this face"),
                                        {ctrl(GLFW_KEY_E)},
                                        Reach::keys,
                                        [this] { features_.exporting.open(); },
                                        model}});
}

void Commands::import_favourites() {
    features_.files.choose({FilePurpose::import_favourites}, [this](const std::filesystem::path& path) {
        features_.favourites.import_file(path);
    });
}

void Commands::add_exchange() {
    const auto model = [this] { return state_.model.has_value(); };
    commands_.insert(commands_.end(), {{"face.copy_picture",
                                        tr_later("Copy the picture"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl(GLFW_KEY_C)},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_picture(current_face(state_)); },
                                        model},
                                       {"face.copy_latent",
                                        tr_later("Copy the latent as JSON"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl_shift(GLFW_KEY_C)},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_latent(current_face(state_)); },
                                        model},
                                       {"face.copy_python",
                                        tr_later("Copy Python code for this face"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { features_.exporting.copy_python(current_face(state_)); },
                                        model},
                                       {"face.paste",
                                        tr_later("Paste a face"),
                                        tr_later("copy the picture or the latent; paste a face"),
                                        {ctrl(GLFW_KEY_V)},
                                        Reach::keys,
                                        [this] { features_.exporting.paste(); },
                                        model},
                                       {"photo.find",
                                        tr_later("Find the face in a photo..."),
                                        tr_later("find the face that is nearest to a photo"),
                                        {ctrl_shift(GLFW_KEY_F)},
                                        Reach::keys,
                                        [this] { features_.photo.show(); }},
                                       {"export.show",
                                        tr_later("Show the last export in its folder"),
                                        "",
                                        {},
                                        Reach::keys,
                                        [this] { features_.exporting.show_in_folder(state_.exporting.last); },
                                        [this] { return !state_.exporting.last.empty(); }}});
}

void Commands::add_history() {
    commands_.insert(commands_.end(), {{"history.undo",
                                        tr_later("Undo"),
                                        tr_later("undo, redo"),
                                        {ctrl(GLFW_KEY_Z), alt(GLFW_KEY_LEFT)},
                                        Reach::keys,
                                        [this] { features_.history.undo(); },
                                        [this] { return features_.history.can_undo(); }},
                                       {"history.redo",
                                        tr_later("Redo"),
                                        tr_later("undo, redo"),
                                        {ctrl_shift(GLFW_KEY_Z), ctrl(GLFW_KEY_Y), alt(GLFW_KEY_RIGHT)},
                                        Reach::keys,
                                        [this] { features_.history.redo(); },
                                        [this] { return features_.history.can_redo(); }}});
}

}  // namespace progan
