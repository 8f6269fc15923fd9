// Axes that sliders turn the face toward: finds, keeps and changes them. Their file is shared with other
// windows, as the favourites' is. One thread (the window's); files are read and written, and axes found, on
// the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/axes/labels_controller.h"
#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/shared_items.h"
#include "core/axes/axis_file.h"
#include "core/axes/axis_store.h"
#include "core/axes/discover_job.h"
#include "core/support/clock.h"

namespace progan {

class AxesController {
  public:
    /// Opens a taught axis where it is taught.
    using ContinueTeaching = std::function<void(const std::string& id)>;
    /// Hears what another window did to the axes: nothing that undo here should take back.
    using Elsewhere = std::function<void(const std::vector<AxisChange>& changes)>;

    AxesController(const FeatureContext& context, ContinueTeaching continue_teaching, Elsewhere elsewhere)
        : state_(context.state),
          engine_(context.engine),
          notifier_(context.notifier),
          continue_teaching_(std::move(continue_teaching)),
          elsewhere_(std::move(elsewhere)),
          labels_(context, [this](std::vector<Axis> axes) { return add(std::move(axes)); }),
          shared_(
              context.engine, context.notifier,
              [this](std::vector<Axis> in_file) { take(std::move(in_file)); },
              [this] { state_.axes_unsaved = !shared_.all_saved(); }) {}
    /// What has changed is saved.
    ~AxesController();
    AxesController(const AxesController&) = delete;
    AxesController& operator=(const AxesController&) = delete;

    /// Looks for more axes, as the form says. Those that are there stay.
    void find();
    void cancel();
    void rename(const std::string& id, const std::string& name);
    void toggle_pin(const std::string& id);
    void toggle_hidden(const std::string& id);
    /// The face stays as it is, also if it is turned toward the axis.
    void remove(const std::string& id);
    /// Axes of an .npz of ours, or directions of another program as .npy or .npz.
    void import_file(const std::filesystem::path& path);
    /// One axis as .npy, float32 [1, latent], or .npz; with no id all of them, as .npz, or as .safetensors: a
    /// copy of the model that carries those that are not hidden.
    void save_as(const std::string& id, const std::filesystem::path& path);
    LabelsController& labels() { return labels_; }
    void continue_teaching(const std::string& id) { continue_teaching_(id); }

    /// The file may be another: reads it if it is.
    void look();
    /// Once more what could not be saved; the whole file where it has vanished.
    void save_again();

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    enum class SearchFor {
        first_axes,  ///< of a model: few and strong
        asked_for,   ///< leaves nothing out
        effects,     ///< only measures
    };
    struct Kept;
    static Kept kept_or_first(AxisStore& store, const ModelInfo& model);
    void begin_model();
    void take_kept(Kept kept);
    void save_model_copy(const std::filesystem::path& path);
    void import_next();
    void take_imported(AxisFile file, const std::filesystem::path& path);
    std::size_t add(std::vector<Axis> axes);
    void start_search(DiscoverOptions options, SearchFor what, std::function<std::vector<Axis>()> first = {});
    void search_ended(Result<Discovered> found, SearchFor what, const std::set<std::string>& given);
    void take_found(Discovered discovered, SearchFor what, const std::set<std::string>& given);
    void measure_unmeasured();
    void save_changes(Time now);
    void write_pending();
    void take(std::vector<Axis> in_file);
    void take_axes(std::vector<Axis> axes);
    Axis* find_own(const std::string& id);

    AppState& state_;
    Engine& engine_;
    Notifier& notifier_;
    ContinueTeaching continue_teaching_;
    Elsewhere elsewhere_;
    LabelsController labels_;

    std::string sha256_;   ///< of the model whose axes these are
    std::string carried_;  ///< the text of the axes that this model's file has
    bool writable_ = false;
    Ticket loading_, importing_, search_;
    bool finding_first_ = false;  ///< what search_ is, or was
    Tickets saving_as_;
    std::set<std::string> measured_;            ///< ids, also of those without effect
    std::vector<std::filesystem::path> queue_;  ///< to be imported
    SharedItems<Axis, AxisRules> shared_;
    std::optional<std::vector<Axis>> pending_;  ///< what it should have soon
    std::optional<Time> save_at_;
    Time now_;
};

}  // namespace progan
