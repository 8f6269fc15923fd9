#include "core/import/named_tensors.h"

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

NamedTensors::NamedTensors(const Checkpoint& checkpoint, const TensorGroup& group, std::string prefix)
    : checkpoint_(checkpoint), group_(group), prefix_(std::move(prefix)) {
    for (const NamedTensor& named : group.tensors)
        if (named.name.starts_with(prefix_))
            tensors_.insert_or_assign(named.name.substr(prefix_.size()), &named.tensor);
}

const Tensor* NamedTensors::find(std::string_view name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return nullptr;
    used_.insert(found->first);
    return found->second;
}

const Tensor& NamedTensors::need(std::string_view name) const {
    if (const Tensor* tensor = find(name)) return *tensor;
    throw Error(
        "{} lacks the tensor {}, which a generator of its kind needs. The file is incomplete, or its layout "
        "is new.",
        checkpoint_.file, quote(prefix_ + std::string(name)));
}

std::string NamedTensors::resolve(std::string_view path) const {
    std::string base = group_.path;
    while (path.starts_with("../")) {
        path.remove_prefix(3);
        const std::size_t dot = base.rfind('.');
        base = dot == std::string::npos ? "" : base.substr(0, dot);
    }
    return base.empty() ? std::string(path) : fmt::format("{}.{}", base, path);
}

std::optional<double> NamedTensors::number(std::string_view path) const {
    return checkpoint_.number(resolve(path));
}

std::optional<std::string> NamedTensors::text(std::string_view path) const {
    const auto found = checkpoint_.texts.find(resolve(path));
    if (found == checkpoint_.texts.end()) return std::nullopt;
    return found->second;
}

std::string NamedTensors::place() const {
    std::string place = group_.path;
    std::string prefix = prefix_;
    while (!prefix.empty() && (prefix.back() == '.' || prefix.back() == '/')) prefix.pop_back();
    if (!prefix.empty()) place += (place.empty() ? "" : ": ") + prefix;
    return place.empty() ? "the file's top level" : place;
}

std::string numbered(std::string_view pattern, int number) {
    std::string text(pattern);
    if (const std::size_t braces = text.find("{}"); braces != std::string::npos)
        text.replace(braces, 2, std::to_string(number));
    return text;
}

}  // namespace progan
