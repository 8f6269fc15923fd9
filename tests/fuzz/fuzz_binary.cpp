// Pictures, NumPy files and axes (PROGAN_FUZZ_READER).
#include "core/discover/axis_file.h"
#include "core/image/image_file.h"
#include "core/keep/face_picture.h"
#include "core/keep/npy.h"
#include "tests/fuzz/fuzz.h"

namespace progan {
namespace {

void image(std::span<const std::uint8_t> bytes) {
    const auto file = fuzz::as_file(bytes);
    fuzz::expect_error_or_success([&] { (void)faces_of_picture(file); });
    (void)read_image(file);
}

void npy(std::span<const std::uint8_t> bytes) {
    (void)read_latents_npy(fuzz::as_file(bytes));
}

void axes(std::span<const std::uint8_t> bytes) {
    const AxisFile read =
        axes_from_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "input");
    (void)axes_from_bytes(axes_to_npz(read), "again");  // what is read can be written and read
}

using Reader = void (*)(std::span<const std::uint8_t>);
[[maybe_unused]] constexpr Reader kAll[] = {axes, image, npy};

}  // namespace
}  // namespace progan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    progan::fuzz::expect_error_or_success([&] { progan::PROGAN_FUZZ_READER({data, size}); });
    return 0;
}
