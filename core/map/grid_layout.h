// Lays out points of many dimensions on a square grid, one per cell, so that neighbors are similar. Owned
// and called by one thread.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace progan {

/// The points in the cells of a side x side grid, row by row: cells[y * side + x] is the index of a point.
using GridCells = std::vector<int>;

/// Whether each of 0..count-1 appears in exactly one cell.
bool is_permutation(std::span<const int> cells, std::size_t count);

/// How similar neighbors are: the mean distance of horizontal and vertical neighbors, divided by the mean
/// distance of any two points (from at most 8,192 pairs): 1 for a random layout, 0 is perfect. `points` is
/// [count][dimensions]. A grid of one cell, or of equal points, gives 0.
double neighbor_distance(std::span<const float> points, std::size_t dimensions, std::span<const int> cells);

/// Sorts by linear assignment, following Barthel, Hezel, Jung and Schall 2022 ("Improved Evaluation and
/// Generation of Grid Layouts using Distance Preservation Quality and Linear Assignment Sorting"): the grid's
/// points are smoothed over a radius, then groups of nearby cells move their points to where the smoothed
/// grid is most similar; the radius shrinks. The same input gives the same layout.
class GridLayout {
  public:
    /// `points` is [side * side][dimensions]. Starts with the plane of the first two dimensions.
    GridLayout(std::vector<float> points, std::size_t dimensions, int side);
    /// Starts with a coarser layout of the first points, which stay roughly in place; the others go to those
    /// that they are most similar to. Throws Error unless `coarse` is a permutation whose size is a square.
    GridLayout(std::vector<float> points, std::size_t dimensions, int side, std::span<const int> coarse);

    /// One round over all cells, a few milliseconds; false if it was the last.
    bool step();
    const GridCells& cells() const { return cells_; }
    int rounds_done() const { return round_; }
    int rounds() const { return rounds_; }

  private:
    void begin(const std::vector<float>& x, const std::vector<float>& y, double radius);
    void smooth(int radius);
    void sort_windows(int window);
    void assign(std::span<const int> group);

    std::size_t dimensions_;
    int side_;
    std::vector<float> points_, smoothed_, sums_;
    GridCells cells_;
    double first_radius_ = 1;
    int round_ = 0, rounds_ = 1;
    std::mt19937 random_{1};
};

}  // namespace progan
