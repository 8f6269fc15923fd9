// Hears one MIDI port: by RtMidi from ALSA's sequencer, or a raw device such as /dev/snd/midiC1D0. A thread
// of its own looks for the port, also after it was unplugged, and what comes is kept until the window's
// thread takes it.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/explorer/platform/midi_moves.h"

namespace progan {

/// The ports that can be heard now.
struct MidiPorts {
    bool sequencer = false;          ///< whether this system has ALSA's: without it there are no ports
    std::vector<std::string> names;  ///< as midi_port_name() has them, each once
};
MidiPorts midi_ports();

/// What a port is called, without the numbers that ALSA adds, which change whenever it is plugged in:
/// "nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0" is "nanoKONTROL2:nanoKONTROL2 MIDI 1".
std::string midi_port_name(std::string_view listed);
/// A path is a raw device's; anything else is a port's name.
bool is_raw_midi_device(std::string_view port);

class MidiReceiver {
  public:
    /// `port`: a name as in MidiPorts, or a part of it, or the path of a raw device. It need not be there
    /// yet. `wake` is called on another thread when there is something to take(), or connected() changes.
    MidiReceiver(std::string port, std::function<void()> wake);
    ~MidiReceiver();
    MidiReceiver(const MidiReceiver&) = delete;
    MidiReceiver& operator=(const MidiReceiver&) = delete;

    std::vector<MidiMove> take();
    /// The name of the port that is heard; empty while there is none.
    std::string connected() const;
    /// Why a device that is there is not heard, in a few words; mostly empty.
    std::string problem() const;

    /// What a port or a device has sent; for RtMidi's callback, too. Any thread.
    void heard(std::span<const std::byte> bytes);

  private:
    void follow_port();
    void follow_device();
    void read_device(int device);
    bool ended_after_a_while();
    void say(const std::string& connected, const std::string& problem);

    const std::string port_;
    std::function<void()> wake_;
    int end_[2] = {-1, -1};  ///< what is closed at end_[1] ends the thread
    mutable std::mutex mutex_;
    MidiStream stream_;
    MidiMoves moves_;
    std::string connected_, problem_;
    std::thread thread_;
};

}  // namespace progan
