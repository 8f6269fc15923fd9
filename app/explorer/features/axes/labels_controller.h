// Sliders learned from labelled pictures: reads the labels, learns, and hands the axes over. One thread (the
// window's); the work is done aside.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "core/labels/attribute_table.h"
#include "core/labels/learned_axes.h"

namespace progan {

class LabelsController {
  public:
    /// Takes axes of the model with that hash; returns how many of them were not there.
    using AddAxes = std::function<std::size_t(std::vector<Axis> axes)>;

    LabelsController(const FeatureContext& context, AddAxes add)
        : state_(context.state), engine_(context.engine), notifier_(context.notifier), add_(std::move(add)) {}

    /// Shows the dialog for a CSV file; its pictures are looked for beside it.
    void open(const std::filesystem::path& csv);
    /// Looks for the pictures there.
    void set_folder(const std::string& folder);
    /// The chosen columns become sliders of the open model.
    void learn();
    void cancel() { learning_.cancel(); }

  private:
    void read();
    void show(const AttributeTable& table);
    void learned(const LearnedAxes& learned, const std::string& sha256);

    AppState& state_;
    Engine& engine_;
    Notifier& notifier_;
    AddAxes add_;
    Ticket reading_, learning_;
};

}  // namespace progan
