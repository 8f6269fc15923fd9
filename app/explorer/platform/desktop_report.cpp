#include "app/explorer/platform/desktop_report.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "app/explorer/platform/file_portal.h"
#include "app/explorer/platform/midi_receiver.h"
#include "app/explorer/platform/osc_receiver.h"
#include "app/explorer/platform/system_fonts.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// Scripts that neither Inter nor the Japanese font has, each with a letter of its own.
constexpr std::pair<std::string_view, unsigned> kScripts[] = {
    {"Arabic", 0x0628}, {"Chinese", 0x7b80}, {"Hebrew", 0x05d0}, {"Korean", 0xd55c}, {"Thai", 0x0e01}};

std::string fonts_text() {
    SystemFonts fonts;
    std::string there, missing;
    for (const auto& [script, letter] : kScripts) {
        std::string& list = fonts.font_with(letter) ? there : missing;
        list += list.empty() ? "" : ", ";
        list += script;
    }
    return missing.empty() ? there + ", Japanese, Latin" : "missing " + missing;
}

std::string midi_text() {
    const MidiPorts ports = midi_ports();
    if (!ports.sequencer) return "none, without ALSA's sequencer (/dev/snd/seq)";
    return ports.names.empty() ? "no device is plugged in" : fmt::format("{}", fmt::join(ports.names, ", "));
}

std::string osc_text() {
    try {
        const OscReceiver any_port(0, OscSenders::this_computer, [] {});
        return "can be heard";
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace

std::string desktop_report() {
    return fmt::format("Fonts: {}\nFile dialogs: {}\nMIDI: {}\nOSC: {}\n", fonts_text(),
                       portal_offers_file_dialogs() ? "the desktop's" : "the program's own", midi_text(),
                       osc_text());
}

}  // namespace progan
