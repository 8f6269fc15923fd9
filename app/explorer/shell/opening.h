// What a file is that was dropped on the window, chosen, or named at the start. By its name where that is
// certain, else by its contents.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

enum class OpenedKind {
    axes,               ///< .npy, .npz
    labels,             ///< .csv: attributes of pictures
    session_recording,  ///< .take
    animation,          ///< may carry a journey: .gif, .mp4, .webm, .apng, a PNG or a folder that does
    journey,            ///< journey.json
    training_run,       ///< a folder with events.jsonl
    training_pictures,  ///< a folder that holds pictures
    picture,            ///< that may carry a face
    favourites,         ///< favourites.json, or a face that was exported like that
    model,              ///< all else: its reader tells what is wrong
};

struct ToOpen {
    std::filesystem::path path;
    std::string problem;  ///< a sentence if there is nothing to open, else empty
};

/// What a person wants who names this file: it may be a file:// address, from a file manager. There is
/// nothing to open at a web address, or where nothing is. Never throws.
ToOpen what_to_open(const std::filesystem::path& wish);

/// Reads at most the beginning of the file; never throws.
OpenedKind what_is(const std::filesystem::path& path);

}  // namespace progan
