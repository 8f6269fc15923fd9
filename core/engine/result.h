// What came of work on another thread: a value, or the sentence that says why there is none.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace progan {

/// One of: a value (the result is true), an error (a sentence), cancelled. Result<void> has no value to read.
template <class T>
class [[nodiscard]] Result {
  public:
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    static Result of(Value value = {}) { return Result(std::move(value), {}); }
    static Result failed(std::string error) { return Result(std::nullopt, std::move(error)); }
    static Result cancelled() { return Result(std::nullopt, std::nullopt); }

    explicit operator bool() const { return value_.has_value(); }
    /// Neither a value nor an error: the person stopped it.
    bool was_cancelled() const { return !value_ && !error_; }
    /// Empty if there is none.
    std::string error() const { return error_.value_or(""); }

    /// Only where there is one.
    Value& operator*() { return *value_; }
    const Value& operator*() const { return *value_; }
    Value* operator->() { return &*value_; }
    const Value* operator->() const { return &*value_; }

  private:
    Result(std::optional<Value> value, std::optional<std::string> error)
        : value_(std::move(value)), error_(std::move(error)) {}

    std::optional<Value> value_;
    std::optional<std::string> error_;
};

}  // namespace progan
