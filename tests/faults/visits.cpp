#include "tests/faults/visits.h"

#include <fmt/format.h>

#include <memory>

#include "app/explorer/features/history/history_file.h"
#include "app/explorer/shell/session/session.h"
#include "core/axes/axis_file.h"
#include "core/axes/axis_store.h"
#include "core/documents/control_bindings.h"
#include "core/documents/face_picture.h"
#include "core/documents/favourite_store.h"
#include "core/documents/journey_file.h"
#include "core/documents/session_recording.h"
#include "core/files/append_file.h"
#include "core/files/atomic_file.h"
#include "core/model/model_file.h"
#include "core/project/photo_places.h"
#include "core/support/error.h"
#include "core/train/checkpoint.h"
#include "tests/fixtures/random_model.h"

namespace progan::test {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMany = std::size_t{1} << 24;
constexpr int kLatent = 6;
const std::string kModel(64, 'a');

Latent latent(float value) {
    Latent made(kLatent, 1);
    made[0] = value;
    return made;
}

bool is_there(const fs::path& path) {
    return fs::exists(fs::symlink_status(path));
}

// ---------------------------------------------------------------------------------------------- lists

Favourite item_of(const Favourite*, const std::string& id) {
    Favourite made;
    made.id = made.name = id;
    made.latent = latent(2);
    return made;
}
Axis item_of(const Axis*, const std::string& id) {
    Axis made;
    made.id = made.name = id;
    made.direction = {1, 0, 0, 0, 0, 0};
    return made;
}

fs::path favourites_in(const fs::path& folder) {
    return folder / "favourites.json";
}
FavouriteStore favourites_store(const fs::path& folder) {
    return favourite_store(favourites_in(folder));
}
AxisStore axes_store(const fs::path& folder) {
    return axis_store(folder, kModel, "Model", kLatent);
}

template <class Store, class Item>
class ListVisit {
  public:
    explicit ListVisit(Store store) : store_(std::move(store)), list_(store_.read().items) {}

    void change(const std::function<void(std::vector<Item>&)>& edit) {
        std::vector<Item> wanted = list_;
        edit(wanted);
        list_ = store_.change(keyed_changes(list_, wanted)).items;
    }

  private:
    Store store_;
    std::vector<Item> list_;
};

template <class Item, class Store>
Visit edit_list(Store store) {
    auto visit = std::make_shared<ListVisit<Store, Item>>(std::move(store));
    const auto step = [visit](std::function<void(std::vector<Item>&)> edit) {
        return [visit, edit = std::move(edit)] { visit->change(edit); };
    };
    const auto add = [](const char* id) {
        return [id](std::vector<Item>& list) { list.push_back(item_of(static_cast<Item*>(nullptr), id)); };
    };
    return {{step(add("a")), step(add("b")),
             step([](std::vector<Item>& list) { find_by_id(list, "a")->name = "renamed"; }), step(add("c")),
             step([](std::vector<Item>& list) {
                 std::erase_if(list, [](const Item& item) { return item.id == "b"; });
             })}};
}

template <class Item>
std::string names_of(const std::vector<Item>& items) {
    std::string names;
    for (const Item& item : items) names += item.name + " ";
    return names;
}

VisitKind favourites_visit() {
    return {.name = "Favourites",
            .begin = [](const fs::path& folder) { return edit_list<Favourite>(favourites_store(folder)); },
            .found =
                [](const fs::path& folder) {
                    const LoadedFavourites loaded = load_favourites(favourites_in(folder));
                    return names_of(loaded.favourites) + loaded.warning;
                }};
}

VisitKind axes_visit() {
    return {.name = "Axes",
            .begin = [](const fs::path& folder) { return edit_list<Axis>(axes_store(folder)); },
            .found =
                [](const fs::path& folder) {
                    const KeptAxes kept = load_kept_axes(axes_path(folder, kModel), kLatent);
                    return names_of(kept.axes) + kept.warning;
                }};
}

PhotoPlaceStore places_store(const fs::path& folder) {
    return photo_place_store(photo_places_path(folder));
}

VisitKind photo_places_visit() {
    return {.name = "PhotoPlaces",
            .begin =
                [](const fs::path& folder) {
                    using Places = std::vector<PhotoPlace>;
                    const auto visit =
                        std::make_shared<ListVisit<PhotoPlaceStore, PhotoPlace>>(places_store(folder));
                    const auto step = [visit](std::function<void(Places&)> edit) {
                        return [visit, edit = std::move(edit)] { visit->change(edit); };
                    };
                    const auto add = [](const std::string& id) {
                        return [id](Places& places) {
                            if (!find_by_id(places, id)) places.push_back({id, {{1, 2}, {9, 2}, {5, 9}}});
                        };
                    };
                    const std::string photo = photo_place_id(std::string(64, 'b'));
                    return Visit{
                        {step(add(photo)), step(add(model_place_id(kModel))),
                         step([photo](Places& places) { find_by_id(places, photo)->anchors.mouth.y = 8; })}};
                },
            .found =
                [](const fs::path& folder) {
                    const PhotoPlaceStore::Contents contents = places_store(folder).read();
                    std::string found = contents.warning;
                    for (const PhotoPlace& place : contents.items)
                        found += fmt::format("{} {} ", place.id.substr(0, 5), place.anchors.mouth.y);
                    return found;
                }};
}

ControlBindingStore controls_store(const fs::path& folder) {
    return control_binding_store(control_bindings_path(folder));
}

VisitKind controls_visit() {
    return {.name = "Controls",
            .begin =
                [](const fs::path& folder) {
                    using Controls = std::vector<ControlBinding>;
                    const auto visit = std::make_shared<ListVisit<ControlBindingStore, ControlBinding>>(
                        controls_store(folder));
                    const auto step = [visit](std::function<void(Controls&)> edit) {
                        return [visit, edit = std::move(edit)] { visit->change(edit); };
                    };
                    const auto knob = [](int number) {
                        ControlBinding binding;
                        binding.midi.number = number;
                        binding.action = ControlAction::seed;
                        binding.id = control_binding_id(binding);
                        return binding;
                    };
                    const auto add = [knob](int number) {
                        return [knob, number](Controls& controls) {
                            if (!find_by_id(controls, knob(number).id)) controls.push_back(knob(number));
                        };
                    };
                    return Visit{{step(add(1)), step(add(2)), step([id = knob(1).id](Controls& controls) {
                                      find_by_id(controls, id)->scale = ControlScale::signed_bit;
                                  })}};
                },
            .found =
                [](const fs::path& folder) {
                    const ControlBindingStore::Contents contents = controls_store(folder).read();
                    std::string found = contents.warning;
                    for (const ControlBinding& binding : contents.items)
                        found += fmt::format("{} {} ", binding.id, static_cast<int>(binding.scale));
                    return found;
                }};
}

/// A file of which one favourite cannot be read: it is kept aside before anything else is written.
constexpr const char* kDamaged =
    R"({"version": 1, "favourites": [{"id": "x", "name": "x", "latent": [1, 2]}, {"id": "y", "latent": "?"}]})";

VisitKind damaged_favourites_visit() {
    return {.name = "DamagedFavourites",
            .prepare = [](const fs::path& folder) { write_file_atomically(favourites_in(folder), kDamaged); },
            .begin =
                [](const fs::path& folder) {
                    const auto store = std::make_shared<FavouriteStore>(favourites_store(folder));
                    return Visit{{[store] { store->read(); },
                                  [store] {
                                      store->change(
                                          {{std::nullopt, item_of(static_cast<Favourite*>(nullptr), "a"),
                                            std::nullopt}});
                                  }}};
                },
            .found =
                [](const fs::path& folder) {
                    std::string found = names_of(load_favourites(favourites_in(folder)).favourites);
                    const fs::path aside = favourites_in(folder).string() + ".unreadable-1";
                    const bool kept = is_there(aside) && read_text_file(aside, kMany) == kDamaged;
                    return found + (kept ? "and the damaged one" : "alone");
                }};
}

/// One file that each step rewrites, with the next of these values; `read` says what it holds.
template <class Value>
VisitKind file_visit(const char* name, const char* file, std::vector<Value> values,
                     void (*write)(const fs::path&, const Value&), std::string (*read)(const fs::path&)) {
    return {
        .name = name,
        .begin =
            [=](const fs::path& folder) {
                Visit visit;
                for (const Value& value : values)
                    visit.steps.emplace_back([write, path = folder / file, value] { write(path, value); });
                return visit;
            },
        .found =
            [=](const fs::path& folder) {
                return is_there(folder / file) ? read(folder / file) : std::string("none");
            }};
}

// ---------------------------------------------------------------------------------------------- the window

HistoryStep history_step(int number) {
    HistoryStep step;
    step.time = "2026-05-04T09:08:07Z";
    step.label = fmt::format("Step {}", number);
    step.face.base.latent = step.latent = latent(static_cast<float>(number));
    step.face.degrees.assign(kLatent, 0);
    return step;
}

/// As the window does it: a step that could not be written makes the whole file be written.
class HistoryVisit {
  public:
    explicit HistoryVisit(fs::path path) : path_(std::move(path)) {
        LoadedHistory loaded = load_history(path_);
        incomplete_ = loaded.cut || !is_there(path_) || !loaded.warning.empty();
        tree_ = std::move(loaded.tree);
    }
    void add(int number) {
        if (labels_ < number) line_ = history_line(tree_, tree_.add(history_step(number)));
        labels_ = number;
        write();
    }
    void undo() {
        if (!undone_) tree_.move_to(tree_.parent(tree_.head()));
        undone_ = true;
        line_ = history_head_line(tree_.head(), tree_.head());
        write();
    }

  private:
    void write() {
        try {
            incomplete_ ? write_file_atomically(path_, history_text(tree_, tree_.head()))
                        : append_durably(path_, line_);
            incomplete_ = false;
        } catch (...) {
            incomplete_ = true;
            throw;
        }
    }

    fs::path path_;
    HistoryTree tree_;
    std::string line_;
    int labels_ = 0;
    bool undone_ = false, incomplete_ = false;
};

VisitKind history_visit() {
    const auto path = [](const fs::path& folder) { return folder / "history.jsonl"; };
    return {.name = "History",
            .begin =
                [path](const fs::path& folder) {
                    const auto visit = std::make_shared<HistoryVisit>(path(folder));
                    return Visit{{[visit] { visit->add(1); }, [visit] { visit->add(2); },
                                  [visit] { visit->undo(); }, [visit] { visit->add(3); },
                                  [visit] { visit->add(4); }}};
                },
            .found =
                [path](const fs::path& folder) {
                    const LoadedHistory loaded = load_history(path(folder));
                    std::string found;
                    for (const std::uint64_t id : loaded.tree.all())
                        found += fmt::format("{} after {}, ", loaded.tree.step(id).label,
                                             loaded.tree.step(id).parent);
                    return fmt::format("{}at {} {}", found, loaded.tree.head(), loaded.warning);
                }};
}

VisitKind session_visit() {
    return file_visit<std::string>(
        "Session", "session.json", {"one", "two", "three"},
        [](const fs::path& path, const std::string& filter) {
            SessionState session;
            session.slider_filter = filter;
            write_file_atomically(path, session_to_json(session));
        },
        [](const fs::path& path) {
            const RestoredSession restored = session_from_json(read_text_file(path, kMany), "session.json");
            return restored.session.slider_filter + (restored.problems.empty() ? "" : restored.problems[0]);
        });
}

// ---------------------------------------------------------------------------------------------- documents

Journey journey_of(int keys) {
    Journey journey;
    for (int key = 0; key < keys; ++key) {
        Keyframe frame;
        frame.latent = latent(static_cast<float>(key + 2));
        journey.keyframes.push_back(frame);
    }
    return journey;
}

VisitKind journey_visit() {
    return file_visit<int>(
        "Journey", "journeys/walk.journey.json", {2, 3, 4},
        [](const fs::path& path, const int& keys) { save_journey(path, journey_of(keys)); },
        [](const fs::path& path) {
            return fmt::format("{} keys", load_journey(path, kLatent, SeedMode::numpy).keyframes.size());
        });
}

VisitKind recording_visit() {
    const auto path = [](const fs::path& folder) { return folder / "takes" / "1.take"; };
    return {.name = "SessionRecording",
            .begin =
                [path](const fs::path& folder) {
                    Visit visit;
                    for (int sample = 0; sample < 4; ++sample)
                        visit.steps.emplace_back([file = path(folder), sample] {
                            const std::string head =
                                sample == 0 ? session_recording_header({kLatent, kModel, "Model"}) : "";
                            append_durably(file, head + session_recording_sample(
                                                            sample, latent(static_cast<float>(sample))));
                        });
                    return visit;
                },
            .goes_on = false,  // each recording is a file of its own
            .found =
                [path](const fs::path& folder) {
                    try {
                        return fmt::format("{} samples", SessionRecording(path(folder)).sample_count());
                    } catch (const Error&) {
                        return std::string("nothing yet");  // not one whole sample
                    }
                }};
}

VisitKind picture_visit() {
    return file_visit<std::string>(
        "Picture", "face.png", {"one", "two"},
        [](const fs::path& path, const std::string& name) {
            write_face_picture(path, Image(8, 8), {item_of(static_cast<Favourite*>(nullptr), name)});
        },
        [](const fs::path& path) { return names_of(faces_of_picture(path)); });
}

VisitKind axes_export_visit() {
    return file_visit<std::string>(
        "AxesExport", "axes.npz", {"one", "two"},
        [](const fs::path& path, const std::string& name) {
            save_axes(path, {kModel, "Model", {item_of(static_cast<Axis*>(nullptr), name)}});
        },
        [](const fs::path& path) { return names_of(load_axes(path).axes); });
}

// ---------------------------------------------------------------------------------------------- models

VisitKind model_visit() {
    return file_visit<std::string>(
        "Model", "model.safetensors", {"one", "two"},
        [](const fs::path& path, const std::string& name) {
            ModelSpec spec;
            spec.latent_size = kLatent;
            spec.channels = {4, 4};
            spec.to_rgb_levels = {0, 1};
            spec.last_level = 1;
            spec.name = name;
            save_model(path, random_model(spec));
        },
        [](const fs::path& path) { return load_model(path).spec.name; });
}

VisitKind checkpoint_visit() {
    return file_visit<int>(
        "TrainingCheckpoint", "checkpoint.safetensors", {1, 2, 3},
        [](const fs::path& path, const int& steps) {
            TrainingCheckpoint checkpoint;
            checkpoint.steps = checkpoint.images = steps;
            checkpoint.state.tensors = {{"generator.a", {4}, {1, 2, 3, 4}}};
            write_training_checkpoint(path, checkpoint);
        },
        [](const fs::path& path) { return fmt::format("{} steps", read_training_checkpoint(path).steps); });
}

}  // namespace

std::vector<VisitKind> all_visits() {
    return {favourites_visit(),   axes_visit(),        damaged_favourites_visit(),
            photo_places_visit(), controls_visit(),    history_visit(),
            session_visit(),      journey_visit(),     recording_visit(),
            picture_visit(),      axes_export_visit(), model_visit(),
            checkpoint_visit()};
}

}  // namespace progan::test
