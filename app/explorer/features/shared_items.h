// A window's side of a list that several windows share: it sends what this window changed, and hears what the
// others did. Owned by a feature's controller and used on the window's thread; the file is touched on the
// engine's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/explorer/state/notifier.h"
#include "core/engine/engine.h"
#include "core/files/shared_list.h"

namespace progan {

template <class Item, class Rules>
class SharedItems {
  public:
    using Store = SharedList<Item, Rules>;
    using Contents = typename Store::Contents;
    using Change = KeyedChange<Item>;

    /// `take` gets what the file holds, with all that was sent and could be saved. `saved`, if there is one,
    /// is told that all_saved() may have changed.
    SharedItems(Engine& engine, Notifier& notifier, std::function<void(std::vector<Item> in_file)> take,
                std::function<void()> saved = {})
        : engine_(engine), notifier_(notifier), take_(std::move(take)), saved_(std::move(saved)) {}

    /// Another file, of which this window has these items. What is on its way to the one before gets there.
    void open(std::shared_ptr<Store> store, std::vector<Item> items) {
        store_ = std::move(store);
        sent_ = std::move(items);
        unsaved_.clear();
        unwritten_ = false;
        ++last_save_;  // what comes of earlier ones is another file's
        looking_.reset();
    }
    const std::shared_ptr<Store>& store() const { return store_; }

    /// The list of which all changes are with the engine.
    const std::vector<Item>& sent() const { return sent_; }
    /// Takes it as sent, without sending.
    void set_sent(std::vector<Item> items) { sent_ = std::move(items); }
    /// Whether nothing waits that could not be written.
    bool all_saved() const { return unsaved_.empty() && !unwritten_; }

    /// Sends what leads from sent() to these items, after what could not be written before. `written` is
    /// called once all of that is in the file.
    void send(const std::vector<Item>& items, std::function<void()> written = {}) {
        std::vector<Change> changes = std::exchange(unsaved_, {});
        for (Change& change : keyed_changes(sent_, items)) changes.push_back(std::move(change));
        sent_ = items;
        if (!changes.empty()) send_changes(changes, std::move(written));
    }

    /// Sends once more what could not be written; where the file has vanished, it is written whole.
    void send_again() {
        if (store_ && !(unsaved_.empty() && sent_.empty())) send_changes(std::exchange(unsaved_, {}), {});
    }

    /// Looks whether another window has changed the file.
    void look() {
        if (!store_ || looking_) return;
        using NewContents = std::optional<Contents>;
        looking_ = engine_.run_task(
            [store = store_]() -> NewContents {
                return store->changed() ? NewContents(store->read()) : std::nullopt;
            },
            [this, before = last_save_](const Result<NewContents>& contents) {
                if (!contents)
                    notifier_.error(contents.error());
                else if (*contents)
                    read(**contents, before);
            });
    }

    /// Takes the file's items as sent and returns them with what could not be written yet and with what leads
    /// from sent() to `own`, which this window has not sent.
    std::vector<Item> with_own(const std::vector<Item>& own, std::vector<Item> in_file) {
        const std::vector<Change> not_sent = keyed_changes(sent_, own);
        apply_changes<Rules>(unsaved_, in_file);
        sent_ = in_file;
        apply_changes<Rules>(not_sent, in_file);
        return in_file;
    }

  private:
    void send_changes(const std::vector<Change>& changes, std::function<void()> written) {
        const std::uint64_t save = ++last_save_;
        saving_.add(engine_.run_task([store = store_, changes] { return store->change(changes); },
                                     [this, store = store_, save, changes,
                                      written = std::move(written)](const Result<Contents>& result) {
                                         ended(store, save, changes, result);
                                         if (result && written) written();
                                     }));
    }

    void ended(const std::shared_ptr<Store>& store, std::uint64_t save, std::vector<Change> changes,
               const Result<Contents>& result) {
        const bool current = store == store_;  // else the file is another by now
        unwritten_ = current && !result;
        if (current && !result) {
            changes.insert(changes.end(), unsaved_.begin(), unsaved_.end());
            unsaved_ = std::move(changes);
        }
        if (current && saved_) saved_();
        if (result)
            read(*result, save);
        else if (current)
            notifier_.not_saved(result.error());
        else
            notifier_.error(result.error());
    }

    /// `save`: the last one when the file was read. If there is a later one, its result is on its way.
    void read(const Contents& contents, std::uint64_t save) {
        if (!contents.warning.empty()) notifier_.error(contents.warning);
        if (save == last_save_) take_(contents.items);
    }

    Engine& engine_;
    Notifier& notifier_;
    std::function<void(std::vector<Item>)> take_;
    std::function<void()> saved_;
    std::shared_ptr<Store> store_;  ///< touched on the engine's thread only
    std::vector<Item> sent_;
    std::vector<Change> unsaved_;  ///< could not be written: they go with the next ones
    bool unwritten_ = false;       ///< the last time, also where it was only the file that had vanished
    std::uint64_t last_save_ = 0;
    Tickets saving_;
    Ticket looking_;
};

}  // namespace progan
