// Pictures, animations, takes, NumPy files, axes, and packets from the network.
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "app/explorer/platform/midi_moves.h"
#include "app/explorer/platform/osc_packet.h"
#include "core/axes/axis_file.h"
#include "core/documents/embedded_journey.h"
#include "core/documents/face_picture.h"
#include "core/documents/session_recording.h"
#include "core/image/exif.h"
#include "core/image/image_file.h"
#include "core/image/simple_formats.h"
#include "core/latent/latents_npy.h"
#include "tests/fuzz/fuzz.h"

namespace progan {
namespace {

void image(std::span<const std::uint8_t> bytes) {
    const auto file = fuzz::as_file(bytes);
    fuzz::expect_error_or_success([&] { (void)faces_of_picture(file); });
    (void)read_image(file);
}

/// What stb_image decodes here, and nothing else: the build of it that the program has.
void simple_picture(std::span<const std::uint8_t> bytes) {
    (void)decode_simple_format({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "input");
}

void exif(std::span<const std::uint8_t> bytes) {
    const int orientation = exif_orientation({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (orientation < 1 || orientation > 8) std::abort();
    (void)exif_comment({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void npy(std::span<const std::uint8_t> bytes) {
    (void)read_latents_npy(fuzz::as_file(bytes));
}

void axes(std::span<const std::uint8_t> bytes) {
    const AxisFile read =
        axes_from_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "input");
    (void)axes_from_bytes(axes_to_npz(read), "again");  // what is read can be written and read
}

void animation(std::span<const std::uint8_t> bytes) {
    (void)journey_text_of(fuzz::as_file(bytes));
}

void take(std::span<const std::uint8_t> bytes) {
    const SessionRecording take(fuzz::as_file(bytes));
    for (std::int64_t i = 0; i < take.sample_count(); ++i) (void)take.sample(i);
    (void)take.at(take.seconds() / 2);
}

void osc_packet(std::span<const std::uint8_t> bytes) {
    std::size_t ignored = 0;
    const std::vector<OscMessage> messages = osc_messages(std::as_bytes(bytes), ignored);
    // Each message and each part that is none takes at least four bytes.
    if (messages.size() + ignored > 2 * (bytes.size() / 4 + 1)) std::abort();
    for (const OscMessage& message : messages)
        if (!message.address.starts_with('/') || !std::isfinite(message.value.value_or(0))) std::abort();
}

void midi(std::span<const std::uint8_t> bytes) {
    MidiStream stream;
    MidiMoves moves;
    for (const std::byte byte : std::as_bytes(bytes))
        if (const std::optional<MidiMessage> message = stream.push(byte)) moves.push(*message);
    for (const MidiMove& move : moves.take())
        if (move.value < 0 || move.value > 127 || move.fine < 0 || move.fine > 16383) std::abort();
}

constexpr fuzz::Reader<void(std::span<const std::uint8_t>)> kReaders[] = {{"axes", axes},
                                                                          {"image", image},
                                                                          {"simple_picture", simple_picture},
                                                                          {"exif", exif},
                                                                          {"npy", npy},
                                                                          {"animation", animation},
                                                                          {"take", take},
                                                                          {"osc_packet", osc_packet},
                                                                          {"midi", midi}};

}  // namespace
}  // namespace progan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto* const read = progan::fuzz::chosen(progan::kReaders);
    progan::fuzz::expect_error_or_success([&] { read({data, size}); });
    return 0;
}
