// What the export dialog shows, and which favourites are selected. Plain values.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/documents/face_files.h"

namespace progan {

class KeptFields;

inline constexpr int kMaxExportScale = 16;

/// The last choice, which the next export begins with.
struct ExportSettings {
    FaceFormat format = FaceFormat::png;
    int scale = 8;   ///< times the model's size; 0: `side`
    int side = 512;  ///< pixels
    ResizeFilter filter = ResizeFilter::sharp;
    int quality = 92;
    bool sheet = true;     ///< several faces become one picture
    bool captions = true;  ///< on a sheet
    int columns = 0;       ///< of a sheet; 0: as many as rows
    std::string folder;    ///< empty: the person's pictures

    bool operator==(const ExportSettings&) const = default;
};

/// Faces that can be exported together.
struct ExportSource {
    std::string label;  ///< "Seed 21", "All favourites (12)"
    std::vector<Favourite> faces;
    int left_out = 0;       ///< of another model
    bool selected = false;  ///< the favourites that are selected
};

struct ExportState {
    bool show = false;
    std::vector<ExportSource> sources;  ///< at least one while it is shown
    std::size_t source = 0;
    std::string name;  ///< of the file, without its ending; empty: the face's

    bool working = false;
    double part = 0;      ///< 0..1: how much of it is done
    std::string problem;  ///< why the last try failed, or empty

    std::filesystem::path last;      ///< what was exported last
    std::set<std::string> selected;  ///< favourites, by id
    std::string clicked;             ///< the favourite that was clicked last, without Ctrl or Shift
    std::string anchor;              ///< the favourite that Shift+click selects from
};

/// What the session keeps of it.
void keep(KeptFields& fields, ExportSettings& settings);

}  // namespace progan
