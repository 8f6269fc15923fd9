// What is not as it should be on a machine, and how to mend it. Each function returns one or two English
// sentences, or nothing where all is well. Pure: they judge what others have found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/machine/machine_facts.h"

namespace progan {

/// `free_bytes`: see MachineFacts.
std::string memory_remedy(std::int64_t free_bytes);

/// `free_bytes`: see free_disk_bytes().
std::string disk_remedy(std::int64_t free_bytes);

/// Where nothing can be written into the data folder.
std::string unwritable_remedy();

/// `renderer` is what OpenGL calls itself, and empty where it could not be opened at all.
std::string opengl_remedy(std::string_view renderer, const MachineFacts& facts);

/// `gpus`: how many the program can compute on. `torch_installed`: whether the part with LibTorch, which
/// alone can, is there.
std::string gpu_remedy(int gpus, bool torch_installed, const MachineFacts& facts);

/// `missing`: the scripts that no font here can write: "Korean", "Thai".
std::string fonts_remedy(const std::vector<std::string>& missing);

/// Where the desktop offers no file dialogs.
std::string portal_remedy();

/// A machine without sound has none to give.
std::string midi_remedy(MidiSequencer sequencer);

/// Where no port can be listened on for OSC.
std::string osc_remedy();

/// Where the part with LibTorch is not installed.
std::string torch_part_remedy();

}  // namespace progan
