#include "core/train/picture_folder.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/files/file_mark.h"
#include "core/image/picture_kind.h"
#include "core/support/error.h"
#include "core/train/run_log.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamed = 3;  // of each reason

/// What is left out for one reason.
struct Tally {
    std::size_t count = 0;
    std::vector<std::string> names;

    void add(std::string name) {
        ++count;
        names.push_back(std::move(name));
    }
    /// "run/samples, other/samples and 2 more"
    std::string list() const {
        std::string text;
        for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
            text += (i == 0 ? "" : ", ") + names[i];
        if (names.size() > kNamed) text += fmt::format(" and {} more", names.size() - kNamed);
        return text;
    }
    std::string counted(const std::string& one, const std::string& several) const {
        return fmt::format("{} {}", count, count == 1 ? one : several);
    }
};

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

/// Whether the link leads to a folder that it lies in itself.
bool leads_back(const fs::path& link) {
    std::error_code error;
    const fs::path target = fs::canonical(link, error), here = fs::canonical(link.parent_path(), error);
    if (error) return false;
    const auto [end_of_target, ignored] =
        std::mismatch(target.begin(), target.end(), here.begin(), here.end());
    return end_of_target == target.end();
}

/// A walk through a folder and those below it. Folders come before links, so that a folder that can be
/// reached in two ways is found in the direct one.
class Walk {
  public:
    explicit Walk(fs::path root) : root_(std::move(root)) {}

    PictureFolder take() {
        std::error_code error;
        if (!fs::is_directory(root_, error))
            throw Error("{} is not a folder, but a folder of training pictures is needed.", root_.string());
        visit(root_);
        while (!links_.empty()) {
            const std::set<fs::path> links = std::exchange(links_, {});
            for (const fs::path& link : links)
                if (!leads_back(link)) visit(link);
        }
        std::sort(found_.files.begin(), found_.files.end());
        tell();
        return std::move(found_);
    }

  private:
    std::string shown(const fs::path& path) const { return path.lexically_relative(root_).string(); }

    void visit(const fs::path& folder) {
        const FolderIdentity identity = folder_identity(folder);
        if (identity && !seen_.insert(*identity).second) return;
        std::error_code error;
        std::set<fs::path> folders;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
            look_at(*entry, folders);
        if (error && folder == root_) throw Error("{} cannot be read: {}.", folder.string(), error.message());
        if (error) unreadable_.add(fmt::format("{} ({})", shown(folder), error.message()));
        const bool run = folders.contains(folder / kSampleFolder) && is_run_folder(folder);
        for (const fs::path& path : folders)
            if (run && path.filename() == kSampleFolder)
                leave_sheets_out(path);
            else
                visit(path);
    }

    void look_at(const fs::directory_entry& entry, std::set<fs::path>& folders) {
        const fs::path& path = entry.path();
        std::error_code ignored;
        const bool folder = entry.is_directory(ignored);
        if (is_hidden(path)) {
            if (folder)
                hidden_folders_.add(shown(path));
            else if (picture_kind(path))
                hidden_.add(shown(path));
        } else if (folder) {
            (entry.is_symlink(ignored) ? links_ : folders).insert(path);
        } else if (const auto kind = picture_kind(path);
                   kind && (is_file(entry) || entry.is_symlink(ignored))) {
            // A link that leads nowhere is a picture that cannot be read.
            if (kind->readable)
                found_.files.push_back(path);
            else
                unknown_[std::string(kind->name)].add(shown(path));
        }
    }

    static bool is_file(const fs::directory_entry& entry) {
        std::error_code ignored;
        return entry.is_regular_file(ignored);
    }

    void leave_sheets_out(const fs::path& folder) {
        const std::size_t before = found_.files.size();
        visit(folder);
        const std::size_t sheets = found_.files.size() - before;
        found_.files.resize(before);
        if (sheets == 0) return;
        sheets_.count += sheets;
        sheets_.names.push_back(shown(folder));
    }

    void tell() {
        std::vector<std::string>& told = found_.left_out;
        if (sheets_.count > 0)
            told.push_back(fmt::format(
                "{} (in {})",
                sheets_.counted("sample sheet of a training run", "sample sheets of training runs"),
                sheets_.list()));
        for (const auto& [kind, tally] : unknown_)
            told.push_back(fmt::format("{}, {} not supported here ({})",
                                       tally.counted(kind + " picture", kind + " pictures"),
                                       tally.count == 1 ? "which is" : "which are", tally.list()));
        if (hidden_.count > 0)
            told.push_back(
                fmt::format("{} ({})", hidden_.counted("hidden picture", "hidden pictures"), hidden_.list()));
        if (hidden_folders_.count > 0)
            told.push_back(fmt::format("{} ({})", hidden_folders_.counted("hidden folder", "hidden folders"),
                                       hidden_folders_.list()));
        if (unreadable_.count > 0)
            told.push_back(fmt::format(
                "{}: {}", unreadable_.counted("folder that cannot be read", "folders that cannot be read"),
                unreadable_.list()));
    }

    fs::path root_;
    PictureFolder found_;
    std::set<fs::path> links_;                ///< to folders, to be followed
    std::set<std::pair<dev_t, ino_t>> seen_;  ///< folders
    Tally sheets_, hidden_, hidden_folders_, unreadable_;
    std::map<std::string, Tally> unknown_;  ///< by kind
};

}  // namespace

PictureFolder find_pictures(const fs::path& folder) {
    return Walk(folder).take();
}

std::string left_out_sentence(const std::vector<std::string>& left_out) {
    std::string text;
    for (const std::string& phrase : left_out) text += (text.empty() ? "Left out: " : "; ") + phrase;
    return text.empty() ? text : text + '.';
}

}  // namespace progan
