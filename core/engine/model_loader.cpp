#include "core/engine/model_loader.h"

#include <utility>

#include "core/model/devices/fallback_generator.h"
#include "core/model/first_layer.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr auto kReportPause = std::chrono::milliseconds(50);

ModelInfo info_of(const Model& model) {
    return {model.spec,
            model.sha256,
            model.path.string(),
            model.file_bytes,
            model.parameter_count(),
            model.origin,
            first_layer_weight(model),
            model.axes,
            model.anchors,
            weight_figures(model)};
}

}  // namespace

void ModelLoader::open_backend(const std::function<std::unique_ptr<Backend>()>& open) {
    try {
        std::unique_ptr<Backend> backend = open();
        BackendReady ready{backend->version(), backend->devices()};
        backend_ = std::move(backend);
        events_.emit(std::move(ready));
    } catch (...) {
        backend_failure_ = current_error_sentence();
        events_.emit(Failure{Failure::What::backend, 0, backend_failure_});
    }
}

ModelLoader::Loaded ModelLoader::load(const ModelLoad& load) {
    if (!backend_) throw Error(backend_failure_);
    const std::string device = resolve_device(load.device, backend_->devices());
    Model model =
        read_(load.path, [&](std::int64_t done, std::int64_t total) { report(load.id, done, total); });
    Loaded loaded{nullptr, {load.id, info_of(model), device, "", ""}};
    try {
        loaded.generator = on_device(model, device);
    } catch (const std::exception&) {
        if (device == "cpu") throw;
        loaded.generator = backend_->create(std::move(model), "cpu");
        loaded.ready.device = "cpu";
        loaded.ready.note = "The model runs on the CPU, because " + device +
                            " could not be used: " + current_error_sentence();
    }
    loaded.ready.arithmetic = loaded.generator->precision();
    loaded.ready.shows_features = loaded.generator->shows_features();
    return loaded;
}

/// On another device than the CPU: one that the CPU takes over from when the device fails.
std::shared_ptr<Generator> ModelLoader::on_device(Model& model, const std::string& device) {
    const std::string path = model.path.string(), sha256 = model.sha256;
    std::unique_ptr<Generator> generator = backend_->create(std::move(model), device);
    if (device == "cpu") return generator;
    return with_fallback(std::move(generator), [this, device, path, sha256](const std::string& reason) {
        std::unique_ptr<Generator> other = reopen_on_cpu(*backend_, read_(path, {}), path, sha256);
        events_.emit(DeviceLost{"cpu", other->precision(),
                                device + " failed (" + reason + "); continuing on the CPU",
                                other->shows_features()});
        return other;
    });
}

/// A load's progress; it ends here if it was cancelled, a newer one waits, or the program quits.
void ModelLoader::report(std::uint64_t id, std::int64_t done, std::int64_t total) {
    inbox_.stop_if_load_is_unwanted(id);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_report_ < kReportPause) return;
    last_report_ = now;
    events_.emit(ModelProgress{id, done, total});
}

}  // namespace progan
