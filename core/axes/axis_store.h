// A model's axes as several windows share them.
#pragma once

#include <filesystem>
#include <string>

#include "core/axes/axis.h"
#include "core/files/shared_list.h"

namespace progan {

using AxisChange = KeyedChange<Axis>;

/// A person sets the name, hides, pins, and teaches; effects are measured by themselves. What a taught axis
/// was learned from belongs to its direction.
struct AxisRules {
    static bool same(const Axis& a, const Axis& b);
    static void merge(const Axis& before, const Axis& after, Axis& item);
};

using AxisStore = SharedList<Axis, AxisRules>;

/// `folder` is the data folder, whose lock it uses. With all axes deleted there is no file, and the next
/// start looks for new ones.
AxisStore axis_store(const std::filesystem::path& folder, const std::string& model_sha256,
                     const std::string& model_name, std::size_t latent_size);

}  // namespace progan
