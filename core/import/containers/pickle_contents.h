// Turns a pickle's inert values into groups of tensors: state dicts, pickled modules, NumPy arrays.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/import/checkpoint.h"
#include "core/import/pickle.h"

namespace progan {

/// Finds PyTorch's storages by the persistent id in the pickle; nothing if there is no such storage.
struct TorchStorage {
    std::shared_ptr<const Storage> storage;
    DType type = DType::f32;
};
using FindStorage = std::function<std::optional<TorchStorage>(const Pickle&, Pickle::Id persistent_id)>;

/// Walks the values from the root and adds what it finds to the checkpoint. `bytes_owner` keeps the pickle's
/// bytes alive, because NumPy arrays refer to them. Throws Error for a tensor outside its storage.
void collect(const Pickle& pickle, const FindStorage& find_storage, std::shared_ptr<const void> bytes_owner,
             Checkpoint& checkpoint);

/// "torch FloatStorage" and the like: the element type.
std::optional<DType> torch_storage_type(std::string_view global);

}  // namespace progan
