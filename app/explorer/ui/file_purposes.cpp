#include "app/explorer/ui/file_purposes.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "core/files/file_kind.h"
#include "core/import/checkpoint_names.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using Kind = FileQuestion::Kind;
using For = FilePurpose;

constexpr std::array kPurposes{
    FilePurposeFacts{For::open_model, Kind::open_file, "models", tr_later("Open a model"), tr_later("Models"),
                     kCheckpointEndings},
    FilePurposeFacts{For::import_axes, Kind::open_file, "axes", tr_later("Import axes"), tr_later("Axes"),
                     ".npz .npy"},
    FilePurposeFacts{For::open_labels, Kind::open_file, "labels", tr_later("Open picture labels"),
                     tr_later("Labels"), ".csv"},
    FilePurposeFacts{For::save_axes, Kind::save_file, "axes", tr_later("Save axes"), tr_later("Axes"),
                     ".npz"},
    FilePurposeFacts{For::save_axis, Kind::save_file, "axes", tr_later("Save axes"), tr_later("Axes"),
                     ".npy .npz"},
    FilePurposeFacts{For::save_model, Kind::save_file, "models", tr_later("Save a copy of the model"),
                     tr_later("Models"), ".safetensors"},
    FilePurposeFacts{For::import_favourites, Kind::open_file, "favourites", tr_later("Import favourites"),
                     tr_later("Favourites"), ".json"},
    FilePurposeFacts{For::open_journey, Kind::open_file, "journeys", tr_later("Open a journey"),
                     tr_later("Journeys"), ".json .gif .apng .png .mp4 .webm"},
    FilePurposeFacts{For::save_journey, Kind::save_file, "journeys", tr_later("Save the journey"),
                     tr_later("Journeys"), ".json"},
    FilePurposeFacts{For::open_sound, Kind::open_file, "sounds", tr_later("Choose a sound"),
                     tr_later("Sounds"),
                     ".wav .mp3 .flac .ogg .opus .oga .m4a .aac .aif .aiff .wma .mka .mp4 "
                     ".webm .mov .mkv"},
    FilePurposeFacts{For::labelled_pictures, Kind::open_folder, "labels", tr_later("Folder of the pictures"),
                     tr_later("Folders"), ""},
    FilePurposeFacts{For::training_pictures, Kind::open_folder, "training",
                     tr_later("Folder of pictures to train on"), tr_later("Folders"), ""},
    FilePurposeFacts{For::new_run, Kind::open_folder, "runs", tr_later("Where to save the run"),
                     tr_later("Folders"), ""},
    FilePurposeFacts{For::followed_run, Kind::open_folder, "runs", tr_later("Folder of the run"),
                     tr_later("Folders"), ""},
    FilePurposeFacts{For::exports, Kind::open_folder, "exports", tr_later("Where to export"),
                     tr_later("Folders"), ""},
    FilePurposeFacts{For::recordings, Kind::open_folder, "recordings", tr_later("Where to record"),
                     tr_later("Folders"), ""},
    FilePurposeFacts{For::photo, Kind::open_file, "photos", tr_later("Open a photo"), tr_later("Pictures"),
                     ".jpg .jpeg .png .webp .heic .heif .avif .bmp .gif .tga .psd"},
    FilePurposeFacts{For::rescue, Kind::open_folder, "rescue", tr_later("Where to save"), tr_later("Folders"),
                     ""},
};

/// "*.npz", and in capitals: patterns tell them apart.
void add_patterns(const std::string& ending, std::vector<std::string>& patterns) {
    std::string capitals = ending;
    for (char& letter : capitals)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    patterns.push_back("*" + ending);
    patterns.push_back("*" + capitals);
}

}  // namespace

const FilePurposeFacts& facts_of(FilePurpose purpose) {
    return *std::find_if(kPurposes.begin(), kPurposes.end(),
                         [&](const FilePurposeFacts& facts) { return facts.purpose == purpose; });
}

std::vector<std::string> endings_of(FilePurpose purpose) {
    std::istringstream words{std::string(facts_of(purpose).endings)};
    std::vector<std::string> endings;
    for (std::string ending; words >> ending;) endings.push_back(ending);
    return endings;
}

bool is_offered(const fs::path& path, FilePurpose purpose) {
    if (purpose == For::open_model) return is_checkpoint_name(path);
    const std::vector<std::string> endings = endings_of(purpose);
    return std::find(endings.begin(), endings.end(), lower_extension(path)) != endings.end();
}

fs::path with_ending(const fs::path& path, FilePurpose purpose) {
    const std::vector<std::string> endings = endings_of(purpose);
    if (endings.empty() || is_offered(path, purpose)) return path;
    return path.string() + endings.front();
}

FileQuestion question_for(FilePurpose purpose) {
    const FilePurposeFacts& facts = facts_of(purpose);
    FileQuestion question;
    question.kind = facts.kind;
    question.title = tr(facts.title);
    if (facts.kind == Kind::open_folder) return question;
    FileFilter offered{tr(facts.files), {}};
    for (const std::string& ending : endings_of(purpose)) add_patterns(ending, offered.patterns);
    question.filters.push_back(std::move(offered));
    if (facts.kind == Kind::open_file) question.filters.push_back({tr("All files"), {"*"}});
    return question;
}

}  // namespace progan
