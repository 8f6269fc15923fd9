// The manual, docs/manual.md, and the documents that it leads to, for reading in the window: each is read
// when it is first asked for. One thread (the window's).
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/explorer/state/app_state.h"
#include "app/explorer/state/notifier.h"
#include "app/explorer/ui/markdown.h"
#include "app/explorer/ui/markdown_view.h"
#include "core/support/child_process.h"
#include "core/support/clock.h"
#include "core/support/paths.h"

namespace progan {

class ManualController {
  public:
    struct Hands {
        /// The file of a document, "docs/manual.md". Throws Error if it is not there.
        std::function<std::filesystem::path(std::string_view)> find = find_resource;
        std::function<void(const std::string&)> copy;  ///< to the clipboard
    };
    ManualController(AppState& state, Notifier& notifier, Hands hands)
        : state_(state), notifier_(notifier), hands_(std::move(hands)) {}
    ManualController(const ManualController&) = delete;
    ManualController& operator=(const ManualController&) = delete;

    /// Shows the document that was read last, at first the manual.
    void open();
    /// Empty if it could not be read: problem() says why.
    const MarkdownDocument& document() { return page().document; }
    const std::string& problem() { return page().problem; }
    /// What draws it.
    MarkdownView& view() { return page().view; }

    /// To a section, to another document, in the browser, or, where there is none, to the clipboard.
    void follow(const std::string& link);
    /// What a link's tooltip says; nothing for one within the document.
    std::string tip_of(const std::string& link) const;
    bool can_go_back() const { return !state_.manual.before.empty(); }
    void go_back();

    void search(const std::string& text);
    /// Blocks of the document that hold what is searched for.
    const std::vector<std::size_t>& hits() const { return hits_; }
    /// The next place found, or the one before; around at the ends.
    void step_hit(int by);

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    struct Page {
        MarkdownDocument document;
        MarkdownView view;
        std::string problem;
    };
    Page& page();
    void show(const std::string& name, const std::string& section);
    void open_in_browser(const std::string& address);
    void copy(const std::string& address);

    AppState& state_;
    Notifier& notifier_;
    Hands hands_;
    std::map<std::string, Page> pages_;
    std::vector<std::size_t> hits_;

    // The program that opens web pages.
    std::optional<ChildProcess> opener_;
    std::string opened_;
    Time opener_check_;
};

}  // namespace progan
