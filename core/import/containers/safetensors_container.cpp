#include "core/files/safetensors.h"
#include "core/import/containers/containers.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

std::optional<DType> safetensors_type(std::string_view name) {
    constexpr std::pair<std::string_view, DType> kTypes[] = {
        {"F64", DType::f64}, {"F32", DType::f32},     {"F16", DType::f16}, {"BF16", DType::bf16},
        {"I64", DType::i64}, {"I32", DType::i32},     {"I16", DType::i16}, {"I8", DType::i8},
        {"U8", DType::u8},   {"BOOL", DType::boolean}};
    for (const auto& [known, type] : kTypes)
        if (known == name) return type;
    return std::nullopt;
}

}  // namespace

void read_safetensors(const std::shared_ptr<InputFile>& file, Checkpoint& checkpoint) {
    const SafetensorsContents contents = read_safetensors_header(*file);
    TensorGroup group;
    for (const SafetensorsEntry& entry : contents.header.entries) {
        const auto type = safetensors_type(entry.dtype);
        if (!type) continue;
        auto storage = std::make_shared<Storage>();
        storage->size = entry.end - entry.begin;
        storage->read = [file, begin = contents.data_offset + entry.begin](
                            std::uint64_t from, std::span<std::byte> out) { file->read(begin + from, out); };
        group.tensors.push_back(
            {entry.name,
             make_tensor(std::move(storage), *type, false, 0, entry.shape, contiguous_strides(entry.shape),
                         fmt::format("{}: the tensor {}", file->name(), quote(entry.name)))});
    }
    checkpoint.groups.push_back(std::move(group));
}

}  // namespace progan
