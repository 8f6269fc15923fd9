#include "core/import/tensor.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "core/support/error.h"
#include "core/support/half.h"
#include "core/support/text.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little, "storages are read as little-endian");

template <class Number>
Number element(const std::byte* at, bool big_endian) {
    std::byte raw[sizeof(Number)];
    std::memcpy(raw, at, sizeof(Number));
    if (big_endian) std::reverse(raw, raw + sizeof(Number));
    return std::bit_cast<Number>(raw);
}

/// One element as a double.
template <DType type>
double number(const std::byte* at, bool big_endian) {
    if constexpr (type == DType::f16) return from_half(element<std::uint16_t>(at, big_endian));
    if constexpr (type == DType::bf16)
        return std::bit_cast<float>(static_cast<std::uint32_t>(element<std::uint16_t>(at, big_endian)) << 16);
    if constexpr (type == DType::f32) return element<float>(at, big_endian);
    if constexpr (type == DType::f64) return element<double>(at, big_endian);
    if constexpr (type == DType::i8) return element<std::int8_t>(at, big_endian);
    if constexpr (type == DType::u8 || type == DType::boolean) return element<std::uint8_t>(at, big_endian);
    if constexpr (type == DType::i16) return element<std::int16_t>(at, big_endian);
    if constexpr (type == DType::i32) return element<std::int32_t>(at, big_endian);
    if constexpr (type == DType::i64) return static_cast<double>(element<std::int64_t>(at, big_endian));
}

/// The lowest and highest element index that the view uses, relative to its offset. Nothing on overflow.
std::optional<std::pair<std::int64_t, std::int64_t>> extent(std::span<const std::int64_t> shape,
                                                            std::span<const std::int64_t> strides) {
    std::int64_t low = 0, high = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        std::int64_t reach = 0;
        std::int64_t& end = strides[i] < 0 ? low : high;
        if (__builtin_mul_overflow(shape[i] - 1, strides[i], &reach) ||
            __builtin_add_overflow(end, reach, &end))
            return std::nullopt;
    }
    return std::pair(low, high);
}

template <DType type>
void gather(const Tensor& tensor, const std::byte* origin, double scale, std::vector<float>& out) {
    const std::size_t rank = tensor.rank();
    const auto width = static_cast<std::int64_t>(size_of(type));
    const std::int64_t inner = rank == 0 ? 1 : tensor.shape[rank - 1];
    const std::int64_t step = rank == 0 ? 0 : tensor.strides[rank - 1] * width;
    std::vector<std::int64_t> index(rank, 0);
    const std::byte* row = origin;
    for (std::size_t written = 0; written < out.size();) {
        const std::byte* at = row;
        for (std::int64_t i = 0; i < inner; ++i, at += step)
            out[written++] = static_cast<float>(number<type>(at, tensor.big_endian) * scale);
        for (std::size_t axis = rank < 2 ? 0 : rank - 1; axis-- > 0;) {  // the next row
            row += tensor.strides[axis] * width;
            if (++index[axis] < tensor.shape[axis]) break;
            row -= tensor.strides[axis] * width * tensor.shape[axis];
            index[axis] = 0;
        }
    }
}

}  // namespace

std::size_t size_of(DType type) {
    switch (type) {
        case DType::f64:
        case DType::i64:
            return 8;
        case DType::f32:
        case DType::i32:
            return 4;
        case DType::f16:
        case DType::bf16:
        case DType::i16:
            return 2;
        case DType::i8:
        case DType::u8:
        case DType::boolean:
            return 1;
    }
    return 1;
}

std::string_view to_string(DType type) {
    constexpr std::string_view kNames[] = {"float16", "bfloat16", "float32", "float64", "int8",
                                           "uint8",   "int16",    "int32",   "int64",   "bool"};
    return kNames[static_cast<std::size_t>(type)];
}

std::int64_t Tensor::count() const {
    std::int64_t all = 1;
    for (const std::int64_t side : shape) all *= side;
    return all;
}

Tensor Tensor::permute(std::initializer_list<std::size_t> order) const {
    Tensor result = *this;
    std::size_t to = 0;
    for (const std::size_t from : order) {
        result.shape[to] = shape[from];
        result.strides[to++] = strides[from];
    }
    return result;
}

Tensor Tensor::flip(std::initializer_list<std::size_t> axes) const {
    Tensor result = *this;
    for (const std::size_t axis : axes) {
        result.offset += (shape[axis] - 1) * result.strides[axis];
        result.strides[axis] = -result.strides[axis];
    }
    return result;
}

std::optional<Tensor> Tensor::reshape(std::vector<std::int64_t> new_shape) const {
    std::int64_t wanted = 1;
    for (const std::int64_t side : new_shape) wanted *= side;
    if (wanted != count()) return std::nullopt;
    // Axes that are contiguous in memory are merged into runs, and each run is split again.
    std::vector<std::int64_t> new_strides(new_shape.size());
    std::size_t to = new_shape.size();
    for (std::size_t from = shape.size(); from-- > 0;) {
        std::int64_t run = shape[from], inner = strides[from];
        while (from > 0 && (shape[from - 1] == 1 || strides[from - 1] == inner * run)) run *= shape[--from];
        while (to > 0 && run % new_shape[to - 1] == 0 && (run > 1 || new_shape[to - 1] == 1)) {
            --to;
            new_strides[to] = inner;
            inner *= new_shape[to];
            run /= new_shape[to];
        }
        if (run != 1) return std::nullopt;
    }
    while (to > 0 && new_shape[to - 1] == 1) new_strides[--to] = 1;
    if (to != 0) return std::nullopt;
    Tensor result = *this;
    result.shape = std::move(new_shape);
    result.strides = std::move(new_strides);
    return result;
}

Tensor Tensor::slice(std::size_t axis, std::int64_t from, std::int64_t to) const {
    Tensor result = *this;
    result.offset += from * strides[axis];
    result.shape[axis] = to - from;
    return result;
}

std::vector<float> Tensor::values(double scale) const {
    std::vector<float> result(static_cast<std::size_t>(count()));
    if (result.empty()) return result;
    const auto [low, high] = extent(shape, strides).value();
    const auto width = static_cast<std::int64_t>(size_of(type));
    std::vector<std::byte> bytes(static_cast<std::size_t>((high - low + 1) * width));
    storage->read(static_cast<std::uint64_t>((offset + low) * width), bytes);
    const std::byte* origin = bytes.data() - low * width;
    switch (type) {
        case DType::f16:
            gather<DType::f16>(*this, origin, scale, result);
            break;
        case DType::bf16:
            gather<DType::bf16>(*this, origin, scale, result);
            break;
        case DType::f32:
            gather<DType::f32>(*this, origin, scale, result);
            break;
        case DType::f64:
            gather<DType::f64>(*this, origin, scale, result);
            break;
        case DType::i8:
            gather<DType::i8>(*this, origin, scale, result);
            break;
        case DType::boolean:
        case DType::u8:
            gather<DType::u8>(*this, origin, scale, result);
            break;
        case DType::i16:
            gather<DType::i16>(*this, origin, scale, result);
            break;
        case DType::i32:
            gather<DType::i32>(*this, origin, scale, result);
            break;
        case DType::i64:
            gather<DType::i64>(*this, origin, scale, result);
            break;
    }
    return result;
}

std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t stride = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = stride;
        if (__builtin_mul_overflow(stride, std::max<std::int64_t>(shape[i], 1), &stride))
            stride = std::numeric_limits<std::int64_t>::max();  // make_tensor() rejects such a shape
    }
    return strides;
}

Tensor make_tensor(std::shared_ptr<const Storage> storage, DType type, bool big_endian, std::int64_t offset,
                   std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                   const std::string& what) {
    if (shape.size() != strides.size() || shape.size() > 8) throw Error("{} has an invalid shape.", what);
    const auto elements = static_cast<std::int64_t>(
        std::min<std::uint64_t>(storage->size, std::uint64_t{1} << 62) / size_of(type));
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        if (side < 0 || __builtin_mul_overflow(count, side, &count))
            throw Error("{} has the invalid shape {}.", what, shape_text(shape));
    if (count > 0) {
        const auto touched = extent(shape, strides);
        // Repeated elements (stride 0) must not make a small file large.
        if (!touched || offset < 0 || offset > elements || count > elements || touched->first < -offset ||
            touched->second >= elements - offset)
            throw Error("{} with shape {} exceeds its {} bytes of data: the file is truncated or damaged.",
                        what, shape_text(shape), storage->size);
    }
    Tensor tensor;
    tensor.storage = std::move(storage);
    tensor.type = type;
    tensor.big_endian = big_endian;
    tensor.offset = offset;
    tensor.shape = std::move(shape);
    tensor.strides = std::move(strides);
    return tensor;
}

std::shared_ptr<const Storage> memory_storage(std::span<const std::byte> bytes,
                                              std::shared_ptr<const void> owner) {
    auto storage = std::make_shared<Storage>();
    storage->size = bytes.size();
    storage->read = [bytes, owner = std::move(owner)](std::uint64_t offset, std::span<std::byte> out) {
        std::memcpy(out.data(), bytes.data() + offset, out.size());
    };
    return storage;
}

}  // namespace progan
