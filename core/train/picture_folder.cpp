#include "core/train/picture_folder.h"

#include <algorithm>
#include <functional>

#include "core/files/file_kind.h"
#include "core/support/error.h"
#include "core/train/run_log.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamedFolders = 3;

/// "run/samples, other/samples and 2 more"
std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamedFolders); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kNamedFolders) text += fmt::format(" and {} more", names.size() - kNamedFolders);
    return text;
}

std::string counted(std::size_t count, const char* one, const char* several) {
    return fmt::format("{} {}", count, count == 1 ? one : several);
}

/// A walk through a folder and those below it.
class Walk {
  public:
    explicit Walk(const fs::path& root) : root_(root) {}

    PictureFolder take() {
        std::error_code error;
        if (!fs::is_directory(root_, error))
            throw Error("{} is not a folder, but a folder of training pictures is needed.", root_.string());
        visit(root_);
        std::sort(found_.files.begin(), found_.files.end());
        if (sheets_ > 0)
            found_.left_out.push_back(fmt::format(
                "{} (in {})",
                counted(sheets_, "sample sheet of a training run", "sample sheets of training runs"),
                list_of(sheet_folders_)));
        return std::move(found_);
    }

  private:
    std::string shown(const fs::path& path) const { return path.lexically_relative(root_).string(); }

    void visit(const fs::path& folder) {
        std::error_code error;
        std::vector<fs::path> folders;
        for (fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
             !error && entry != end; entry.increment(error)) {
            const fs::path& path = entry->path();
            std::error_code ignored;
            if (entry->is_directory(ignored) && !entry->is_symlink(ignored))
                folders.push_back(path);
            else if (entry->is_regular_file(ignored) && is_picture_name(path))
                found_.files.push_back(path);
        }
        if (error) throw Error("{} cannot be read: {}.", folder.string(), error.message());
        std::sort(folders.begin(), folders.end());
        const bool run = is_run_folder(folder);
        for (const fs::path& path : folders)
            if (run && path.filename() == kSampleFolder)
                leave_sheets_out(path);
            else
                visit(path);
    }

    void leave_sheets_out(const fs::path& folder) {
        const std::size_t before = found_.files.size();
        visit(folder);
        const std::size_t sheets = found_.files.size() - before;
        found_.files.resize(before);
        sheets_ += sheets;
        if (sheets > 0) sheet_folders_.push_back(shown(folder));
    }

    fs::path root_;
    PictureFolder found_;
    std::size_t sheets_ = 0;
    std::vector<std::string> sheet_folders_;
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
