// Containers and, behind each, every dialect.
#include "core/import/containers/containers.h"
#include "core/import/containers/pickle_contents.h"
#include "core/import/import.h"
#include "tests/fuzz/fuzz.h"

namespace progan {
namespace {

void torch_zip(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    const InputFile file(fuzz::as_file(bytes));
    read_torch_zip(file, checkpoint);
}

void torch_legacy(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    const InputFile file(fuzz::as_file(bytes));
    read_torch_legacy(file, checkpoint, {});
}

void plain_pickle(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    const InputFile file(fuzz::as_file(bytes));
    read_plain_pickle(file, checkpoint, {});
}

/// A zip archive's data.pkl alone, which its checksum would keep from being changed, over storages of 4 KiB.
void torch_pickle(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    const auto owned = std::make_shared<const std::vector<std::byte>>(
        reinterpret_cast<const std::byte*>(bytes.data()),
        reinterpret_cast<const std::byte*>(bytes.data()) + bytes.size());
    static const std::vector<std::byte> zeros(4096);
    const Pickle pickle(*owned, "input");
    collect(
        pickle,
        [](const Pickle& from, Pickle::Id id) -> std::optional<TorchStorage> {
            const auto parts = from.children(id);
            if (parts.size() < 2) return std::nullopt;
            const auto type = torch_storage_type(from.text(parts[1]));
            if (!type) return std::nullopt;
            return TorchStorage{memory_storage(zeros, nullptr), *type};
        },
        owned, checkpoint);
}

/// The index; its data is 64 KiB of zeros.
void tensor_bundle(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    static const std::vector<std::uint8_t> zeros(65536);
    static const bool written = (fuzz::as_file(zeros, "input.data-00000-of-00001"), true);
    (void)written;
    read_tensor_bundle(fuzz::as_file(bytes, "input.index"), checkpoint);
}

void safetensors(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    const std::filesystem::path path = fuzz::as_file(bytes);
    fuzz::expect_error_or_success([&] { load_model(path); });
    read_safetensors(std::make_shared<InputFile>(path), checkpoint);
}

/// What the process that reads HDF5 files hands over, which may be anything once such a file has crept into
/// it.
void keras(std::span<const std::uint8_t> bytes, Checkpoint& checkpoint) {
    checkpoint.container = "keras-hdf5";
    read_keras_contents(hdf5_contents(std::make_shared<InputFile>(fuzz::as_file(bytes))), checkpoint);
}

constexpr fuzz::Reader<void(std::span<const std::uint8_t>, Checkpoint&)> kReaders[] = {
    {"torch_zip", torch_zip},
    {"torch_legacy", torch_legacy},
    {"plain_pickle", plain_pickle},
    {"torch_pickle", torch_pickle},
    {"tensor_bundle", tensor_bundle},
    {"safetensors", safetensors},
    {"keras", keras}};

}  // namespace
}  // namespace progan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto* const read = progan::fuzz::chosen(progan::kReaders);
    progan::fuzz::expect_error_or_success([&] {
        progan::Checkpoint checkpoint;
        checkpoint.file = "input";
        read({data, size}, checkpoint);
        progan::convert_checkpoint(checkpoint);
    });
    return 0;
}
