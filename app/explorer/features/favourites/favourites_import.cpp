// The favourites of another file: the part of FavouritesController that lets them in.
#include <algorithm>
#include <utility>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "core/documents/favourite_merge.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxPicture = std::size_t{64} << 20;  // bytes
constexpr std::size_t kProblemsTold = 3;
constexpr const char* kOwnName = "favourites.json";

/// Copies a picture unless there is one. False if there is none then.
bool take_picture(const fs::path& from, const fs::path& to) {
    std::error_code ignored;
    if (fs::exists(to, ignored)) return true;
    try {
        (void)read_image(from);  // a stranger's file may name anything
        fs::create_directories(to.parent_path());
        write_file_atomically(to, read_text_file(from, kMaxPicture));
        return true;
    } catch (const std::exception&) {  // no loss: the model makes it again
        return false;
    }
}

/// Reads the file and copies its pictures to the data folder, where they are named after the ids.
ReadFavourites read_with_pictures(const fs::path& file, const fs::path& data_dir,
                                  const ProgressReport& progress) {
    ReadFavourites read = read_favourites(file);
    const auto count = static_cast<std::int64_t>(read.favourites.size());
    for (std::int64_t i = 0; i < count; ++i) {
        progress(i, count);
        Favourite& favourite = read.favourites[static_cast<std::size_t>(i)];
        if (favourite.image.empty()) continue;
        const fs::path from = file.parent_path() / favourite.image;
        favourite.image = "favourites/" + favourite.id + ".png";
        if (!take_picture(from, data_dir / favourite.image)) favourite.image.clear();
    }
    return read;
}

/// The first sentences, and how many more there are.
std::string told(const std::vector<std::string>& problems) {
    std::string text;
    for (std::size_t i = 0; i < std::min(problems.size(), kProblemsTold); ++i)
        text += (i == 0 ? "" : " ") + problems[i];
    if (problems.size() <= kProblemsTold) return text;
    const auto more = static_cast<std::int64_t>(problems.size() - kProblemsTold);
    return tr_plural("{1} And {0} more.", "{1} And {0} more.", more, text);
}

void tell_damage(const ReadFavourites& read, const std::string& file, Notifier& notifier) {
    if (const auto count = static_cast<std::int64_t>(read.left_out.size()); count > 0)
        notifier.error(tr_plural("{} favourite of {} could not be read and was left out. {}",
                                 "{} favourites of {} could not be read and were left out. {}", count, file,
                                 told(read.left_out)));
    if (const auto count = static_cast<std::int64_t>(read.incomplete.size()); count > 0)
        notifier.error(tr_plural("{} rating or album of {} could not be read and was left out. {}",
                                 "{} ratings and albums of {} could not be read and were left out. {}", count,
                                 file, told(read.incomplete)));
}

std::string what_came(const MergedFavourites& merged) {
    const auto added = static_cast<std::int64_t>(merged.added), here = static_cast<std::int64_t>(merged.here);
    if (added == 0)
        return tr_plural("{} face you already had now has more details.",
                         "{} faces you already had now have more details.",
                         static_cast<std::int64_t>(merged.fuller));
    if (here == 0) return tr_plural("Added {} face.", "Added {} faces.", added);
    const std::string came = tr_plural("Added {} face", "Added {} faces", added);
    return tr_plural("{1}; {0} was already here.", "{1}; {0} were already here.", here, came);
}

}  // namespace

void FavouritesController::import_file(const fs::path& path) {
    read(path, false);
}

void FavouritesController::open_file(const fs::path& path) {
    read(path, path.filename() != kOwnName);
}

void FavouritesController::read(const fs::path& path, bool shows_single_face) {
    reading_.add(engine_.run_aside(
        [path, data_dir = state_.data_dir](const ProgressReport& progress) {
            return read_with_pictures(path, data_dir, progress);
        },
        [this, path, shows_single_face](const Result<ReadFavourites>& read) {
            if (!read)
                notifier_.cannot_open(path, read.error());
            else if (shows_single_face && read->favourites.size() == 1 && read->left_out.empty())
                show_picture(read->favourites.front());
            else
                take_in(*read, path.filename().string());
        }));
}

void FavouritesController::take_in(const ReadFavourites& read, const std::string& file) {
    tell_damage(read, file, notifier_);
    const auto count = static_cast<std::int64_t>(read.favourites.size());
    if (count == 0) {
        if (read.left_out.empty()) notifier_.info(trf("{} contains no favourites.", file));
        return;
    }
    const std::vector<Favourite> before = state_.favourites;
    MergedFavourites merged = merge_favourites(before, read.favourites);
    if (merged.added + merged.fuller == 0) {
        notifier_.info(tr_plural("You already have the {} face in {}.",
                                 "You already have all {} faces in {}.", count, file));
        return;
    }
    state_.favourites = std::move(merged.favourites);
    if (merged.added > 0) inspect(state_.favourites[before.size()].id);
    if (!state_.favourites_writable)
        notifier_.error(
            tr("Favourites cannot be saved this time: whatever you keep now will be lost when you quit."));
    save_undoable(before, what_came(merged));
}

}  // namespace progan
