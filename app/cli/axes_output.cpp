#include "app/cli/axes_output.h"

#include "app/cli/command.h"
#include "app/cli/terminal.h"
#include "core/axes/model_axes.h"
#include "core/model/model_file.h"

namespace progan::cli {
namespace fs = std::filesystem;

void check_axes_output(const std::string& output, const fs::path& model) {
    if (is_model_file_name(output)) {
        std::error_code ignored;
        if (fs::equivalent(output, model, ignored))
            throw UsageError("\"{}\" is the model itself, but a copy with axes needs another name.", output);
        if (!is_model_file(model))
            throw Error(
                "{} is not a model file of this program, so a copy of it cannot include axes: convert it "
                "first.",
                model.string());
    } else if (!is_axis_file_name(output) || !output.ends_with("z")) {
        throw UsageError("\"{}\" is not the name of an .npz or .safetensors file.", output);
    }
}

void write_axes(const std::string& output, const fs::path& model, const AxisFile& file) {
    if (is_model_file_name(output))
        save_model_with_axes(model, output, file.axes);
    else
        save_axes(output, file);
    note("Saved %zu directions to %s.\n", file.axes.size(), output.c_str());
}

}  // namespace progan::cli
