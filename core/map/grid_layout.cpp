#include "core/map/grid_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>

#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

constexpr double kShrink = 0.95;      // factor of the radius per round
constexpr int kLastRounds = 12;       // rounds at the smallest radius
constexpr std::size_t kGroup = 24;    // cells that exchange their points at a time
constexpr std::size_t kPairs = 8192;  // samples for the mean distance

std::size_t index(int i) {
    return static_cast<std::size_t>(i);
}

double distance(const float* a, const float* b, std::size_t dimensions) {
    double sum = 0;
    for (std::size_t d = 0; d < dimensions; ++d) {
        const double difference = static_cast<double>(a[d]) - static_cast<double>(b[d]);
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

int root(std::size_t count) {
    const auto side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(count))));
    return index(side) * index(side) == count ? side : 0;
}

/// The cheapest one-to-one assignment of rows to columns: result[row] is its column. The Hungarian method
/// with shortest augmenting paths (Jonker and Volgenant 1987), O(n^3).
std::vector<int> cheapest_assignment(const std::vector<float>& cost, int n) {
    const float endless = std::numeric_limits<float>::max();
    std::vector<float> row_price(index(n) + 1, 0), column_price(index(n) + 1, 0), shortest;
    std::vector<int> row_of(index(n) + 1, 0), before(index(n) + 1, 0);  // columns from 1; 0: none
    std::vector<char> seen;
    for (int row = 1; row <= n; ++row) {
        row_of[0] = row;
        int column = 0;
        shortest.assign(index(n) + 1, endless);
        seen.assign(index(n) + 1, 0);
        do {
            seen[index(column)] = 1;
            const int at = row_of[index(column)];
            float step = endless;
            int next = 0;
            for (int j = 1; j <= n; ++j) {
                if (seen[index(j)]) continue;
                const float reduced = cost[index(at - 1) * index(n) + index(j - 1)] - row_price[index(at)] -
                                      column_price[index(j)];
                if (reduced < shortest[index(j)]) {
                    shortest[index(j)] = reduced;
                    before[index(j)] = column;
                }
                if (shortest[index(j)] < step) {
                    step = shortest[index(j)];
                    next = j;
                }
            }
            for (int j = 0; j <= n; ++j) {
                if (seen[index(j)]) {
                    row_price[index(row_of[index(j)])] += step;
                    column_price[index(j)] -= step;
                } else {
                    shortest[index(j)] -= step;
                }
            }
            column = next;
        } while (row_of[index(column)] != 0);
        for (; column != 0; column = before[index(column)])
            row_of[index(column)] = row_of[index(before[index(column)])];
    }
    std::vector<int> result(index(n));
    for (int j = 1; j <= n; ++j) result[index(row_of[index(j)] - 1)] = j - 1;
    return result;
}

void check_points(const std::vector<float>& points, std::size_t dimensions, int side) {
    if (side < 1 || dimensions < 1 || points.size() != index(side) * index(side) * dimensions)
        throw Error("A grid of {0} x {0} cells needs as many points of {1} dimensions, not {2} numbers.",
                    side, dimensions, points.size());
}

}  // namespace

bool is_permutation(std::span<const int> cells, std::size_t count) {
    if (cells.size() != count) return false;
    std::vector<char> seen(count, 0);
    for (const int point : cells) {
        if (point < 0 || index(point) >= count || seen[index(point)]) return false;
        seen[index(point)] = 1;
    }
    return true;
}

double neighbor_distance(std::span<const float> points, std::size_t dimensions, std::span<const int> cells) {
    const int side = root(cells.size());
    const auto at = [&](int cell) { return points.data() + index(cells[index(cell)]) * dimensions; };
    double near = 0;
    int pairs = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int cell = y * side + x;
            if (x + 1 < side) near += distance(at(cell), at(cell + 1), dimensions), ++pairs;
            if (y + 1 < side) near += distance(at(cell), at(cell + side), dimensions), ++pairs;
        }
    if (pairs == 0) return 0;
    double any = 0;
    int any_pairs = 0;
    const std::size_t count = cells.size(), wanted = std::min(count * (count - 1), kPairs);
    for (std::size_t pair = 0; pair < wanted; ++pair) {
        const std::size_t a = pair % count;
        const std::size_t b = (a + 1 + pair * 7919 % (count - 1)) % count;  // a random other one
        any += distance(points.data() + a * dimensions, points.data() + b * dimensions, dimensions);
        ++any_pairs;
    }
    return any > 0 ? (near / pairs) / (any / any_pairs) : 0;
}

GridLayout::GridLayout(std::vector<float> points, std::size_t dimensions, int side)
    : dimensions_(dimensions), side_(side), points_(std::move(points)) {
    check_points(points_, dimensions_, side_);
    const std::size_t count = index(side_) * index(side_);
    std::vector<float> x(count), y(count);
    for (std::size_t i = 0; i < count; ++i) {
        x[i] = points_[i * dimensions_];
        y[i] = dimensions_ > 1 ? points_[i * dimensions_ + 1] : 0;
    }
    begin(x, y, side_ * 0.4);
}

GridLayout::GridLayout(std::vector<float> points, std::size_t dimensions, int side,
                       std::span<const int> coarse)
    : dimensions_(dimensions), side_(side), points_(std::move(points)) {
    check_points(points_, dimensions_, side_);
    const std::size_t count = index(side_) * index(side_);
    const int coarse_side = root(coarse.size());
    if (coarse_side == 0 || coarse.size() > count || !is_permutation(coarse, coarse.size()))
        throw Error("An initial layout must be a square that contains each of the first points once.");
    std::vector<float> x(count), y(count);
    for (std::size_t cell = 0; cell < coarse.size(); ++cell) {
        const std::size_t row = cell / index(coarse_side);
        x[index(coarse[cell])] = static_cast<float>(cell % index(coarse_side));
        y[index(coarse[cell])] = static_cast<float>(row);
    }
    // By |a - b|^2 = |a|^2 - 2ab + |b|^2; |a|^2 is the same for all b.
    const std::span<const float> all = points_;
    std::vector<float> lengths(coarse.size()), products(coarse.size());
    for (std::size_t k = 0; k < coarse.size(); ++k)
        for (const float value : all.subspan(k * dimensions_, dimensions_)) lengths[k] += value * value;
    for (std::size_t i = coarse.size(); i < count; ++i) {
        multiply({all.data(), coarse.size(), dimensions_}, all.subspan(i * dimensions_, dimensions_),
                 products);
        std::size_t nearest = 0;
        for (std::size_t k = 1; k < coarse.size(); ++k)
            if (lengths[k] - 2 * products[k] < lengths[nearest] - 2 * products[nearest]) nearest = k;
        const float turn = static_cast<float>(i) * 2.39996f;  // the golden angle: evenly around it
        x[i] = x[nearest] + 0.4f * std::cos(turn);
        y[i] = y[nearest] + 0.4f * std::sin(turn);
    }
    begin(x, y, std::max(2.0, side_ * 0.15));
}

/// Cuts the plane into columns of equally many points by x, and each column into cells by y.
void GridLayout::begin(const std::vector<float>& x, const std::vector<float>& y, double radius) {
    cells_.assign(x.size(), 0);
    std::vector<int> order(x.size());
    std::iota(order.begin(), order.end(), 0);
    const auto by = [](const std::vector<float>& key) {
        return [&key](int a, int b) {
            return key[index(a)] != key[index(b)] ? key[index(a)] < key[index(b)] : a < b;
        };
    };
    std::sort(order.begin(), order.end(), by(x));
    for (int column = 0; column < side_; ++column) {
        const auto first = order.begin() + static_cast<std::ptrdiff_t>(column) * side_;
        std::sort(first, first + side_, by(y));
        for (int row = 0; row < side_; ++row) cells_[index(row * side_ + column)] = first[row];
    }
    first_radius_ = std::max(1.0, radius);
    rounds_ = 1 + static_cast<int>(std::ceil(std::log(first_radius_) / -std::log(kShrink))) + kLastRounds;
    smoothed_.resize(points_.size());
    sums_.resize(points_.size());
}

bool GridLayout::step() {
    if (round_ >= rounds_) return false;
    const double radius = std::max(1.0, first_radius_ * std::pow(kShrink, round_));
    smooth(static_cast<int>(std::lround(radius)));
    sort_windows(std::min(side_, std::max(5, static_cast<int>(2 * radius + 1))));
    return ++round_ < rounds_;
}

/// The mean over the square of cells within the radius, along rows and then along columns, clipped at the
/// edges.
void GridLayout::smooth(int radius) {
    const std::size_t d = dimensions_, side = index(side_);
    const auto pass = [&](auto source, std::vector<float>& to, std::size_t along, std::size_t across) {
        std::vector<double> sum(d);
        for (std::size_t line = 0; line < side; ++line) {
            std::fill(sum.begin(), sum.end(), 0.0);
            int low = 0, high = 0;  // the sum is over [low, high)
            for (int at = 0; at < side_; ++at) {
                const auto add = [&](int i, double sign) {
                    const float* from = source(line * across + index(i) * along);
                    for (std::size_t k = 0; k < d; ++k) sum[k] += sign * static_cast<double>(from[k]);
                };
                while (high < std::min(side_, at + radius + 1)) add(high++, 1);
                while (low < at - radius) add(low++, -1);
                float* out = to.data() + (line * across + index(at) * along) * d;
                for (std::size_t k = 0; k < d; ++k) out[k] = static_cast<float>(sum[k] / (high - low));
            }
        }
    };
    pass([&](std::size_t cell) { return points_.data() + index(cells_[cell]) * d; }, sums_, 1, side);
    pass([&](std::size_t cell) { return sums_.data() + cell * d; }, smoothed_, side, 1);
}

/// Windows move in each round; in each window, the cells in random order form groups.
void GridLayout::sort_windows(int window) {
    // std::uniform_int_distribution and std::shuffle differ between libraries.
    const auto below = [this](std::size_t n) { return static_cast<std::size_t>(random_()) % n; };
    const int shift_x = static_cast<int>(below(index(window))),
              shift_y = static_cast<int>(below(index(window)));
    std::vector<int> cells;
    for (int top = -shift_y; top < side_; top += window)
        for (int left = -shift_x; left < side_; left += window) {
            cells.clear();
            for (int y = std::max(0, top); y < std::min(side_, top + window); ++y)
                for (int x = std::max(0, left); x < std::min(side_, left + window); ++x)
                    cells.push_back(y * side_ + x);
            for (std::size_t i = cells.size(); i > 1; --i) std::swap(cells[i - 1], cells[below(i)]);
            const std::size_t groups = (cells.size() + kGroup - 1) / kGroup;
            for (std::size_t group = 0; group < groups; ++group) {
                const std::size_t first = cells.size() * group / groups,
                                  last = cells.size() * (group + 1) / groups;
                assign(std::span(cells).subspan(first, last - first));
            }
        }
}

void GridLayout::assign(std::span<const int> group) {
    const std::size_t n = group.size(), d = dimensions_;
    if (n < 2) return;
    std::vector<float> cost(n * n);
    std::vector<int> points(n);
    for (std::size_t i = 0; i < n; ++i) points[i] = cells_[index(group[i])];
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const float* point = points_.data() + index(points[i]) * d;
            const float* place = smoothed_.data() + index(group[j]) * d;
            float sum = 0;
            for (std::size_t k = 0; k < d; ++k) sum += (point[k] - place[k]) * (point[k] - place[k]);
            cost[i * n + j] = sum;
        }
    const std::vector<int> column = cheapest_assignment(cost, static_cast<int>(n));
    for (std::size_t i = 0; i < n; ++i) cells_[index(group[index(column[i])])] = points[i];
}

}  // namespace progan
