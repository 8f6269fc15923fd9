// A list in a file that several windows share: each sends what it changed, and hears what the others did.
// Used from one thread at a time (the engine's worker).
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/files/file_mark.h"
#include "core/files/folder_lock.h"
#include "core/support/keyed_changes.h"

namespace progan {

/// `Rules` says how changes are merged: see apply_changes() in keyed_changes.h.
template <class Item, class Rules>
class SharedList {
  public:
    struct Contents {
        std::vector<Item> items;
        bool found = false;   ///< whether there is a file that could be read, or was
        std::string warning;  ///< a sentence if not all of the file could be read and it was kept aside
    };
    /// How the file is read and written. `load` finds what can be read of it; if that is not all, it keeps
    /// the file aside and throws Error if that fails. `save` writes atomically or throws Error.
    struct Format {
        std::function<Contents(const std::filesystem::path&)> load;
        std::function<void(const std::filesystem::path&, const std::vector<Item>&)> save;
    };

    /// `lock_folder`: of the lock that all who share the file hold while they change it.
    SharedList(std::filesystem::path file, std::filesystem::path lock_folder, Format format)
        : file_(std::move(file)), lock_folder_(std::move(lock_folder)), format_(std::move(format)) {}

    /// What the file holds; nothing where there is none. Throws Error if it can be neither read nor set
    /// aside: then nothing may be written.
    Contents read() {
        const FolderLock lock(lock_folder_);  // nobody else sets the same file aside
        Contents contents = read_now();
        if (!contents.warning.empty() && (contents.found || !known_->empty())) write(*known_);
        return contents;
    }

    /// Whether the file is another than the one that was read or written last.
    bool changed() const { return !(file_mark(file_) == mark_); }

    /// Does the changes to what the file holds by now, under the lock, and returns all that it holds then. If
    /// the file has vanished or cannot be read any more, what it held when it was last read counts: that is
    /// not somebody's wish to delete everything. Throws Error if it cannot be written; then nothing has
    /// changed.
    Contents change(const std::vector<KeyedChange<Item>>& changes) {
        const FolderLock lock(lock_folder_);
        Contents contents = read_now();
        apply_changes<Rules>(changes, contents.items);
        if (contents.items == *known_ && mark_.exists()) return contents;
        write(contents.items);
        // Without a lock, somebody may have read before this was written and write after it.
        for (int look = 0; look < kLooksAfter && !lock.held(); ++look) {
            std::this_thread::sleep_for(kBeforeLooking);
            mark_ = {};
            contents.items = read_now().items;
            std::vector<Item> wanted = contents.items;
            apply_changes<Rules>(changes, wanted);
            if (wanted == contents.items) continue;
            write(wanted);
            contents.items = std::move(wanted);
        }
        contents.found = true;
        return contents;
    }

  private:
    static constexpr int kLooksAfter = 3;
    static constexpr std::chrono::milliseconds kBeforeLooking{20};

    Contents read_now() {
        const FileMark mark = file_mark(file_);
        if (known_ && mark == mark_) return {*known_, true, ""};
        Contents contents;
        const bool vanished = !mark.exists() && known_;
        if (!vanished) contents = format_.load(file_);
        const bool damaged = !contents.warning.empty();
        if (known_ && (vanished || damaged)) {
            if (contents.items.empty()) contents.items = *known_;
            for (const Item& item : *known_)  // what cannot be read was not deleted
                if (!find_by_id(contents.items, item.id)) contents.items.push_back(item);
            contents.found = true;
        }
        known_ = contents.items;
        mark_ = vanished || damaged ? FileMark{} : mark;  // the next change writes it again
        return contents;
    }

    void write(const std::vector<Item>& items) {
        format_.save(file_, items);
        known_ = items;
        mark_ = file_mark(file_);
    }

    std::filesystem::path file_, lock_folder_;
    Format format_;
    FileMark mark_;                           ///< of the version in `known_`
    std::optional<std::vector<Item>> known_;  ///< as last read or written
};

}  // namespace progan
