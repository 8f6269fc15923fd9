// Draws Markdown in the current Dear ImGui window, as wide as its content region. One thread (the window's).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/platform/probe.h"
#include "app/explorer/ui/markdown.h"

namespace progan {

/// How it is looked at: kept by whoever shows it.
struct MarkdownLook {
    std::optional<std::size_t> scroll_to;  ///< a block that is to be in sight; emptied when it is
    std::string marked;                    ///< words that are marked wherever they stand; empty: none
    std::optional<std::size_t> current;    ///< the block that a search has led to
    std::function<std::string(const std::string& link)> tip_of;  ///< a link's tooltip; empty: none
};

class MarkdownView {
  public:
    /// Draws it and returns the link that was clicked, or an empty string. `name`: before that of a link for
    /// the probe, "Manual" for "Manual/Link/#favourites".
    std::string draw(const MarkdownDocument& document, MarkdownLook& look, Probe& probe,
                     const std::string& name);

  private:
    std::vector<float> heights_;  ///< of the blocks, in the width that they were drawn with last
    float width_ = 0, size_ = 0;
};

}  // namespace progan
