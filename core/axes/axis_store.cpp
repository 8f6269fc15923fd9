#include "core/axes/axis_store.h"

#include <utility>

#include "core/axes/axis_file.h"

namespace progan {

bool AxisRules::same(const Axis& a, const Axis& b) {
    return a.name == b.name && a.hidden == b.hidden && a.pinned == b.pinned && a.direction == b.direction &&
           a.more == b.more && a.less == b.less;
}

void AxisRules::merge(const Axis& before, const Axis& after, Axis& item) {
    const auto set = [&](auto member) {
        if (before.*member != after.*member) item.*member = after.*member;
    };
    set(&Axis::name);
    set(&Axis::hidden);
    set(&Axis::pinned);
    set(&Axis::effect);
    set(&Axis::low);
    set(&Axis::high);
    set(&Axis::range);
    set(&Axis::order);
    if (before.direction == after.direction && before.more == after.more && before.less == after.less) return;
    item.direction = after.direction;
    item.more = after.more;
    item.less = after.less;
    item.accuracy = after.accuracy;
}

AxisStore axis_store(const std::filesystem::path& folder, const std::string& model_sha256,
                     const std::string& model_name, std::size_t latent_size) {
    AxisStore::Format format;
    format.load = [latent_size](const std::filesystem::path& path) {
        KeptAxes kept = load_kept_axes(path, latent_size);
        return AxisStore::Contents{std::move(kept.axes), kept.found, std::move(kept.warning)};
    };
    format.save = [model_sha256, model_name](const std::filesystem::path& path,
                                             const std::vector<Axis>& axes) {
        if (!axes.empty()) {
            save_axes(path, {model_sha256, model_name, axes});
            return;
        }
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    };
    return {axes_path(folder, model_sha256), folder, std::move(format)};
}

}  // namespace progan
