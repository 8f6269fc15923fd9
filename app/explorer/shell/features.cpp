#include "app/explorer/shell/features.h"

#include <algorithm>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/opening.h"
#include "app/explorer/state/queries.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {

Features::Features(AppState& app_state, Engine& engine, std::function<Time()> clock, Clipboard clipboard,
                   SystemFileDialogs file_dialogs)
    : state(app_state),
      notifier(state, std::move(clock)),
      face(state, notifier),
      files(state, notifier, std::move(file_dialogs),
            [this](const std::filesystem::path& path) { open_each({path}); }),
      context{state, engine, face, notifier,
              [this](std::string_view command) { return keys_of ? keys_of(command) : std::string(); }},
      favourites(context, favourites_calls()),
      model(context),
      history(context, {.favourites_changed = [this] { favourites.restored(); },
                        .journey = [this](Journey journey) { timeline.restore(std::move(journey)); }}),
      training(context, [this](const std::string& path) { model.open(path); }),
      axes(
          context, [this](const std::string& id) { teach.open_axis(id); },
          [this](const std::vector<AxisChange>& changes) { history.axes_changed_elsewhere(changes); }),
      teach(context),
      grid(context),
      compare(context),
      map(context,
          [this](Journey journey, const std::string& told) { timeline.show(std::move(journey), told); }),
      timeline(context, open_model_of()),
      recording(context,
                {.open = [this](const std::string& text,
                                const std::filesystem::path& from) { timeline.open_text(text, from); },
                 .set_fps = [this](double fps) { timeline.set_fps(fps); }}),
      growth(context, [this](const GrowthFilm& film) { recording.record_growth(film); }),
      layers(context),
      exporting(
          context, std::move(clipboard), [this] { return grid_faces(); },
          [this](const std::string& png) { photo.open_png(png); }),
      photo(context, keep_photo()),
      wander(context, [this] { history.finish_step(); }),
      slideshow(context, [this] { return favourites.selected_or_listed(); }),
      stage(context),
      hands(context, remote_calls()),
      controls(context, hands),
      osc_feedback(context, hands),
      osc(context, hands, controls, osc_feedback),
      midi(context, controls),
      welcome(context, {.undo = [this] { history.undo(); },
                        .redo = [this] { history.redo(); },
                        .keep = [this] { favourites.keep_current(); },
                        .choose_axis =
                            [this](const std::string& axis) {
                                state.axes_list.search.clear();
                                state.axes_list.chosen = axis;
                            }}),
      manual(state, notifier, {.copy = [this](const std::string& text) { exporting.copy_text(text); }}),
      doctor(state),
      settings(context, {.set_device = [this](const std::string& device) { model.set_device(device); },
                         .set_memory = [this](double mib) { timeline.set_memory(mib); },
                         .show_in_folder =
                             [this](const std::filesystem::path& file) { exporting.show_in_folder(file); }}),
      face_uses(make_face_uses()) {
    face.before_a_change([this] { wander.end(); });
    notifier.let_say_what_cannot_be_opened([this](const std::filesystem::path& file, const std::string& why) {
        return !dialog_is_open(state) && files.refused(file, why);
    });
}

FavouritesController::Calls Features::favourites_calls() {
    return {
        .add_to_journey = [this](const std::string& id) { timeline.add(timeline.favourite_face(id)); },
        .animate =
            [this](Journey journey, const std::string& told) {
                timeline.show(std::move(journey), told);
                face.show(CenterView::face);
                state.panels.timeline = true;
            },
        .elsewhere =
            [this](const std::vector<FavouriteChange>& changes) {
                history.favourites_changed_elsewhere(changes);
            },
        .open_model_of = open_model_of(),
        .look_for_model = [this](const std::string& sha256,
                                 std::function<void(bool)> then) { model.look_for(sha256, std::move(then)); },
        .take_photo = [this](const std::filesystem::path& path) { photo.open(path); }};
}

RemoteHands::Calls Features::remote_calls() {
    return {.take_over =
                [this] {
                    wander.end();
                    slideshow.end();
                },
            .finish_step = [this] { history.finish_step(); },
            .scrub = [this](std::int64_t frame) { timeline.scrub(frame); },
            .toggle_play = [this] { timeline.toggle_play(); },
            .step_favourite = [this](int by) { favourites.step(by); },
            .set_fade = [this](double seconds) { stage.set_fade(seconds); }};
}

OpenModelOf Features::open_model_of() {
    return [this](const std::string& sha256, std::function<void()> then, std::function<void()> otherwise) {
        model.open_by_hash(sha256, std::move(then), std::move(otherwise));
    };
}

PhotoController::Keep Features::keep_photo() {
    return [this](const NamedLatent& found, const Image& picture) {
        favourites.keep(found);
        favourites.picture_made(found, picture);
        return state.favourites_view.inspected;
    };
}

FaceUses Features::make_face_uses() {
    FaceUses uses;
    uses.keep = [this](const NamedLatent& picked) { favourites.keep(picked); };
    uses.export_face = [this](const NamedLatent& picked) { exporting.open_face(picked); };
    uses.others = {
        {"", tr_later("Export..."), "Export", tr_later("As a picture, for NumPy, or as Python code."),
         [this](const NamedLatent& picked) { exporting.open_face(picked); }},
        {"", tr_later("Copy picture"), "Copy/picture",
         tr_later("For pasting into other programs, in the size of the last export."),
         [this](const NamedLatent& picked) { exporting.copy_picture(picked); }},
        {"", tr_later("Copy latent"), "Copy/latent",
         tr_later("As JSON. Paste it into this window to return to the face."),
         [this](const NamedLatent& picked) { exporting.copy_latent(picked); }},
        {"", tr_later("Copy Python code"), "Copy/Python",
         tr_later("Code that creates the same latent with NumPy or PyTorch."),
         [this](const NamedLatent& picked) { exporting.copy_python(picked); }, true},
        {"", tr_later("Breed: use as a parent"), "Parent",
         tr_later("Adds this face to the parents in Grid > Breed."),
         [this](const NamedLatent& picked) { grid.add_parent(picked); }},
        {"", tr_later("Compare as A"), "Compare A", tr_later("The left face in Compare."),
         [this](const NamedLatent& picked) { compare.set(0, picked); }},
        {"", tr_later("Compare as B"), "Compare B", tr_later("The right face in Compare."),
         [this](const NamedLatent& picked) { compare.set(1, picked); }},
        {"", tr_later("Teach: more"), "Teach more",
         tr_later("Into the right tray of Teach. You can also drag faces there."),
         [this](const NamedLatent& picked) { teach.put(TeachController::Side::more, picked.latent); }},
        {"", tr_later("Teach: less"), "Teach less", tr_later("Into the left tray of Teach."),
         [this](const NamedLatent& picked) { teach.put(TeachController::Side::less, picked.latent); }}};
    uses.export_selected = [this] { exporting.open_selected(); };
    uses.toggle_selected = [this](const std::string& id) { exporting.toggle_selected(id); };
    uses.select_up_to = [this](const std::string& id, const std::vector<std::string>& listed) {
        exporting.select_up_to(id, listed);
    };
    uses.begin_selection_at = [this](const std::string& id) { exporting.begin_selection_at(id); };
    uses.clear_selection = [this] { exporting.clear_selection(); };
    const char* const terms[] = {tr_later("as A"), tr_later("as B, which is taken away"),
                                 tr_later("as C, which is added")};
    for (std::size_t term = 0; term < 3; ++term)
        uses.others.push_back({tr_later("Use in A - B + C"), terms[term], std::string("Sum ") + "ABC"[term],
                               "", [this, term](const NamedLatent& picked) { grid.set_term(term, picked); }});
    return uses;
}

/// Those of the grid's tab as it was left; none if they cannot be made.
std::vector<NamedLatent> Features::grid_faces() const {
    if (state.center != CenterView::grid || state.grid.mode == GridMode::sum) return {};
    try {
        return state.grid.mode == GridMode::breed ? grid.children() : grid.neighbors();
    } catch (const Error&) {  // its panel says why
        return {};
    }
}

void Features::look_at_shared_files() {
    favourites.look();
    axes.look();
    photo.look();
    controls.look();
}

void Features::save_again() {
    favourites.save_again();
    axes.save_again();
    photo.save_again();
    controls.save_again();
    history.save_again();
}

std::vector<std::filesystem::path> Features::shared_files() const {
    std::vector<std::filesystem::path> shared{favourites_path(state), photo.places_path(), controls.path()};
    if (state.model) shared.push_back(axes_path(state.data_dir, state.model->sha256));
    return shared;
}

void Features::tick(Time now) {
    training.tick(now);
    axes.tick(now);
    teach.tick(now);
    grid.tick(now);
    compare.tick(now);
    layers.tick(now);
    map.tick(now);
    timeline.tick(now);
    recording.tick(now);
    slideshow.tick(now);
    controls.tick(now);
    welcome.tick(now);
    doctor.tick(now);
    manual.tick(now);
}

std::optional<Time> Features::next_tick() const {
    std::optional<Time> next;
    for (const std::optional<Time> tick :
         {history.next_tick(), training.next_tick(), axes.next_tick(), teach.next_tick(), grid.next_tick(),
          compare.next_tick(), map.next_tick(), timeline.next_tick(), recording.next_tick(),
          slideshow.next_tick(), stage.next_tick(), controls.next_tick(), osc_feedback.next_tick(),
          welcome.next_tick(), doctor.next_tick(), manual.next_tick()})
        next = earlier(next, tick);
    return next;
}

void Features::model_opened(const ModelReady& ready) {
    files.forget_chosen();
    wander.end();
    slideshow.end();
    model.opened(ready);
    favourites.model_opened();
    timeline.fit_to_model();
    photo.model_opened();
    if (state.dropped) favourites.show(*std::exchange(state.dropped, std::nullopt));
    model.call_waiting(ready);
}

void Features::open_together(const std::vector<std::filesystem::path>& requested) {
    files.forget_chosen();
    open_each(requested);
}

void Features::open_each(const std::vector<std::filesystem::path>& requested) {
    slideshow.end();  // what is opened is there to be seen
    std::vector<std::string> models;
    for (const std::filesystem::path& one : requested) {
        const auto [path, problem] = what_to_open(one);
        if (!problem.empty()) {
            notifier.cannot_open(one, problem);
            continue;
        }
        const OpenedKind kind = what_is(path);
        if (kind == OpenedKind::model)
            models.push_back(path.string());
        else
            open_known(kind, path);
    }
    if (models.empty()) return;
    if (state.center == CenterView::training) face.show(CenterView::face);  // where it can be seen
    model.open_each(models);
}

/// A folder may be a training run or pictures to train on; other code bases keep models in folders, too.
void Features::open_known(OpenedKind kind, const std::filesystem::path& path) {
    switch (kind) {
        case OpenedKind::axes:
            axes.import_file(path);
            return;
        case OpenedKind::labels:
            axes.labels().open(path);
            return;
        case OpenedKind::session_recording:
            recording.open_session_recording(path);
            return;
        case OpenedKind::animation:
            recording.open_animation(path);
            return;
        case OpenedKind::journey:
            timeline.open(path);
            return;
        case OpenedKind::sound:
            timeline.set_sound(path);
            return;
        case OpenedKind::training_run:
            training.follow(path);
            face.show(CenterView::training);
            return;
        case OpenedKind::training_pictures:
            training.take_pictures(path);
            face.show(CenterView::training);
            return;
        case OpenedKind::picture:
            favourites.open_picture(path);
            return;
        case OpenedKind::favourites:
            favourites.open_file(path);
            return;
        case OpenedKind::model:  // open_each() opens them one after another
            return;
    }
}

}  // namespace progan
