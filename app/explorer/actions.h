// What a click changes. Every change of AppState by a person goes through here: panels, shortcuts, drops and
// the demo alike.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/explorer/state.h"
#include "core/engine/engine.h"

namespace progan {

class Actions {
  public:
    /// `clock` gives seconds since the program started.
    Actions(AppState& state, Engine& engine, std::function<double()> clock);

    // Faces.
    void pick_seed(std::uint32_t seed);
    void random_seed();
    void step_seed(int by);
    void set_seed_mode(SeedMode mode);
    /// The face that a model is shown with if there is none to go on with.
    Face first_face() const;
    /// A face of the history, as it was.
    void restore_face(const Face& face);
    void turn_slider(std::size_t index, float degrees);
    void reset_slider(std::size_t index);
    void reset_sliders();      ///< those not locked, of components and axes
    void randomise_sliders();  ///< those of components that are not locked
    /// Turns the face by degrees, -90..90, toward an axis of the model.
    void turn_axis(const std::string& axis, float degrees);
    void toggle_axis_lock(const std::string& axis);
    /// A latent of the model's size becomes the face, exactly and with nothing turned: locks are opened.
    void show_latent(Latent latent, std::string label);
    void show_picked(const PickedFace& face);
    void toggle_lock(std::size_t index);
    void unlock_all();
    /// The journey's face becomes the one that the sliders turn.
    void keep_journey_face();
    /// Another journey takes the place of the one that was: its latents have the model's size.
    void show_journey(Journey journey);
    /// A journey of the history, as it was; what is looked at of it stays.
    void restore_journey(Journey journey);

    // Growth.
    void set_age(double age);
    void toggle_growing();
    void grow(double seconds);  ///< time has passed while growing
    void record_growth();

    // Favourites.
    void add_favourite();
    void keep_face(const PickedFace& face);  ///< any face as a favourite
    void open_favourite(const std::string& id);
    /// The face that a picture carries; a sentence if it carries none.
    void open_picture(const std::filesystem::path& path);
    void rename_favourite(const std::string& id, const std::string& name,
                          const std::string& comma_separated_tags);
    void delete_favourite(const std::string& id);
    /// Whether its latent has the open model's size: if not, or if it is of another model, that is said.
    bool fits_model(const Favourite& favourite);
    void undo_delete();
    void favourites_restored();  ///< by the history: they are saved
    /// A picture of `latent` was made: favourites that wait for theirs get it.
    void picture_made(const Latent& latent, const Image& image);

    // Recording.
    void start_recording();
    /// Where a recording of that name goes: a file that is not there yet. With the time in its name if asked.
    std::filesystem::path recording_path(const std::string& name, bool with_time) const;
    /// FOLDER/STEM-TIME.ENDING, not there yet.
    std::filesystem::path unused_file(const std::filesystem::path& folder, const std::string& stem,
                                      std::string_view extension) const;
    RecorderOptions recorder_options(const std::filesystem::path& path) const;
    /// Queues the job that makes the file, and shows its progress.
    void start_export(const std::filesystem::path& path, std::int64_t frames, Engine::MakeJob make);
    void record_to(const std::filesystem::path& path);
    void cancel_job(std::uint64_t id);
    void cancel_opening();

    // Model and machinery.
    void open_model(const std::string& path);
    void open_default_model();
    void open_dropped(const std::string& path);
    void set_device(const std::string& device);
    void model_ready(const ModelReady& ready);
    void device_lost(const DeviceLost& lost);

    // Notifications.
    void notify(std::string text);
    void notify_error(std::string text);
    void close_notification(std::size_t index);

    /// The middle of the window.
    void show(CenterView center);

    void save_session();

  private:
    void show_face(Face face);
    Face face_from_seed(std::uint32_t seed) const;
    void fit_journey_to_model();
    Favourite* find_favourite(const std::string& id);
    void save_favourites();
    void show_favourite(const Favourite& favourite);

    AppState& state_;
    Engine& engine_;
    std::function<double()> clock_;
};

}  // namespace progan
