// The manual, docs/manual.md, for reading in the window: read when it is first asked for. One thread (the
// window's).
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/state/app_state.h"
#include "app/explorer/ui/markdown.h"
#include "app/explorer/ui/markdown_view.h"

namespace progan {

class ManualController {
  public:
    /// `file`: another one than the program's own, for tests.
    explicit ManualController(AppState& state, std::filesystem::path file = {});

    /// Shows it from where it was left.
    void open();
    /// Empty if it could not be read: problem() says why.
    const MarkdownDocument& document() const { return document_; }
    const std::string& problem() const { return problem_; }
    /// What draws it.
    MarkdownView& view() { return view_; }

    void search(const std::string& text);
    /// Blocks of the document that hold what is searched for.
    const std::vector<std::size_t>& hits() const { return hits_; }
    /// The next place found, or the one before; around at the ends.
    void step_hit(int by);

  private:
    void read();

    AppState& state_;
    std::filesystem::path file_;
    bool read_ = false;
    MarkdownDocument document_;
    MarkdownView view_;
    std::string problem_;
    std::vector<std::size_t> hits_;
};

}  // namespace progan
