// An input method of a test's own: an XIM server, as those of desktops are, that makes Japanese words of
// Latin letters.
#pragma once

#include <memory>
#include <string>

namespace progan::test {

/// Letters typed into a window that uses it are kept back; a space then puts the word into the window:
/// "egao " becomes the Japanese for a smile. Runs until the end of the object.
class InputMethod {
  public:
    static constexpr const char *kTyped = "egao ", *kWord = "\xe7\xac\x91\xe9\xa1\x94";

    /// Throws std::runtime_error if it does not come up on the display.
    explicit InputMethod(const std::string& display);
    ~InputMethod();
    InputMethod(const InputMethod&) = delete;
    InputMethod& operator=(const InputMethod&) = delete;

    /// For XMODIFIERS: programs that have it use this one.
    static constexpr const char* kModifiers = "@im=progan_test";
    /// Words that were put into windows.
    int words() const;

  private:
    class Server;
    std::unique_ptr<Server> server_;
};

}  // namespace progan::test
