// Tensors of a checkpoint before they are read: where their numbers are, and their shape and strides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

enum class DType { f16, bf16, f32, f64, i8, u8, i16, i32, i64, boolean };
std::size_t size_of(DType type);
/// "float32", ...
std::string_view to_string(DType type);

/// Bytes that are read on demand.
struct Storage {
    std::uint64_t size = 0;  ///< bytes
    /// Fills `out` with the bytes from `offset` on; the range is within the size. May throw Error.
    std::function<void(std::uint64_t offset, std::span<std::byte> out)> read;
};

/// A view of a storage. Views of views (permute, flip, reshape) are free; the numbers are read once, by
/// values().
struct Tensor {
    std::shared_ptr<const Storage> storage;
    DType type = DType::f32;
    bool big_endian = false;
    std::int64_t offset = 0;  ///< of the first element, in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;  ///< in elements; negative after flip()

    std::int64_t count() const;
    std::int64_t size(std::size_t axis) const { return shape[axis]; }
    std::size_t rank() const { return shape.size(); }

    /// Axis i of the result is axis order[i] of this tensor.
    Tensor permute(std::initializer_list<std::size_t> order) const;
    /// Reverses axes.
    Tensor flip(std::initializer_list<std::size_t> axes) const;
    /// Splits or merges axes; nothing if the strides do not allow it.
    std::optional<Tensor> reshape(std::vector<std::int64_t> new_shape) const;
    /// Elements from..to of an axis.
    Tensor slice(std::size_t axis, std::int64_t from, std::int64_t to) const;

    /// All elements in row-major order, times `scale`. Allocates memory for them and for the part of the
    /// storage that they span. Throws Error if the type is not numeric or the storage cannot be read.
    std::vector<float> values(double scale = 1) const;
};

/// Row-major strides.
std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape);

/// A tensor whose elements all lie inside the storage. Otherwise throws Error with `what` (file and name).
Tensor make_tensor(std::shared_ptr<const Storage> storage, DType type, bool big_endian, std::int64_t offset,
                   std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                   const std::string& what);

/// A storage over bytes in memory that live as long as `owner`.
std::shared_ptr<const Storage> memory_storage(std::span<const std::byte> bytes,
                                              std::shared_ptr<const void> owner);

}  // namespace progan
