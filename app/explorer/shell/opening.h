// What a file is that was dropped on the window, chosen, or named at the start. By its name where that is
// certain, else by its contents.
#pragma once

#include <filesystem>

namespace progan {

enum class OpenedKind {
    axes,               ///< .npy, .npz
    labels,             ///< .csv: attributes of pictures
    session_recording,  ///< .take
    animation,          ///< may carry a journey: .gif, .mp4, .webm, .apng, a PNG or a folder that does
    journey,            ///< journey.json
    sound,              ///< that may drive a journey
    training_run,       ///< a folder with events.jsonl
    training_pictures,  ///< a folder that holds pictures
    picture,            ///< that may carry a face
    favourites,         ///< favourites.json, or a face that was exported like that
    model,              ///< all else: its reader tells what is wrong
};

/// Reads at most the beginning of the file; never throws.
OpenedKind what_is(const std::filesystem::path& path);

}  // namespace progan
