// A group's tensors by name, as a dialect sees them: under one prefix ("module.", "generator_ema.").
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/import/checkpoint.h"

namespace progan {

class NamedTensors {
  public:
    /// The checkpoint and the group must outlive this.
    NamedTensors(const Checkpoint& checkpoint, const TensorGroup& group, std::string prefix);

    bool has(std::string_view name) const { return tensors_.contains(name); }
    const Tensor* find(std::string_view name) const;
    /// Throws Error naming the tensor if it is missing.
    const Tensor& need(std::string_view name) const;
    const std::map<std::string, const Tensor*, std::less<>>& all() const { return tensors_; }

    /// The names requested so far; the rest of the group was ignored.
    const std::set<std::string, std::less<>>& used() const { return used_; }

    /// A plain value of the group or, with "../", of the mapping that contains it.
    std::optional<double> number(std::string_view path) const;
    std::optional<std::string> text(std::string_view path) const;

    const Checkpoint& checkpoint() const { return checkpoint_; }
    const TensorGroup& group() const { return group_; }
    const std::string& prefix() const { return prefix_; }
    /// "avgG", "state_dict: generator_ema", or "the file's top level".
    std::string place() const;

  private:
    std::string resolve(std::string_view path) const;

    const Checkpoint& checkpoint_;
    const TensorGroup& group_;
    std::string prefix_;
    std::map<std::string, const Tensor*, std::less<>> tensors_;
    mutable std::set<std::string, std::less<>> used_;
};

/// "a{}b" with the number in place of the braces.
std::string numbered(std::string_view pattern, int number);

}  // namespace progan
