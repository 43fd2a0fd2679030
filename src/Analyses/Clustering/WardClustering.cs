using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>Clusters of neighbouring scan positions with like features: Ward's method under the scan's connectivity.</summary>
/// <remarks>
/// Every position begins as a cluster of its own; of all pairs that touch, the one whose union adds least to the sum of squared distances
/// from the clusters' means is merged, |A|·|B|∕(|A| + |B|)·‖a − b‖²
/// (J. H. Ward, J. Am. Stat. Assoc. 58 (1963) 236), until as many are left as are asked for, or none touch. Positions touch when they
/// differ by one along one scan axis. Equal costs are decided by scan order: the same features give the same clusters.
/// </remarks>
public static class WardClustering
{
    /// <summary>Finds clusters.</summary>
    /// <param name="features">Position after position, in flat scan order.</param>
    /// <param name="count">Features of a position.</param>
    /// <param name="scan">Axes of the scan.</param>
    /// <param name="selected">The positions that take part; empty: all.</param>
    /// <param name="clusters">How many clusters there are to be.</param>
    /// <returns>For each position the number of its cluster, from 0 in the order of their first positions; −1 where it takes no
    /// part.</returns>
    /// <exception cref="ArgumentException">The lengths do not belong together, or there is to be no cluster.</exception>
    public static int[] Labels(ReadOnlySpan<float> features, int count, Extent scan, ReadOnlySpan<bool> selected, int clusters)
    {
        if (count < 0 || features.Length != scan.Count * count || (!selected.IsEmpty && selected.Length != scan.Count))
            throw new ArgumentException(
                $"{features.Length} features and {selected.Length} positions are not {count} features of a scan of {scan}.",
                nameof(features));
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        var merging = new Merging(features, count, (int)scan.Count, selected);
        merging.Connect(scan);
        merging.Run(clusters);
        return merging.Labels();
    }

    private sealed class Merging
    {
        private readonly List<double[]?> _sums = [];         // of the features; null: merged into another
        private readonly List<int> _sizes = [];
        private readonly List<HashSet<int>?> _neighbours = [];
        private readonly List<int> _parents = [];
        private readonly int[] _own;                         // the first cluster of each position; −1: none
        private readonly PriorityQueue<(int A, int B), (double Cost, int A, int B)> _pairs = new();
        private int _alive;

        public Merging(ReadOnlySpan<float> features, int count, int positions, ReadOnlySpan<bool> selected)
        {
            _own = new int[positions];
            for (var position = 0; position < positions; position++)
            {
                if (!selected.IsEmpty && !selected[position])
                {
                    _own[position] = -1;
                    continue;
                }

                _own[position] = _sums.Count;
                var sum = new double[count];
                for (var i = 0; i < count; i++)
                    sum[i] = features[(position * count) + i] is var value && float.IsFinite(value) ? value : 0;
                Add(sum, 1, []);
            }
        }

        public void Connect(Extent scan)
        {
            for (var position = 0; position < _own.Length; position++)
            {
                long stride = 1;
                for (var axis = scan.Rank - 1; axis >= 0; stride *= scan[axis], axis--)
                {
                    if (position / stride % scan[axis] + 1 == scan[axis] || _own[position] < 0 || _own[position + stride] < 0)
                        continue;
                    var (a, b) = (_own[position], _own[position + stride]);
                    _neighbours[a]!.Add(b);
                    _neighbours[b]!.Add(a);
                    Enqueue(a, b);
                }
            }
        }

        public void Run(int clusters)
        {
            while (_alive > clusters && _pairs.TryDequeue(out var pair, out _))
            {
                if (_sums[pair.A] is { } a && _sums[pair.B] is { } b)
                    Merge(pair.A, a, pair.B, b);
            }
        }

        public int[] Labels()
        {
            var numbers = new Dictionary<int, int>();
            return Array.ConvertAll(_own, own =>
            {
                if (own < 0)
                    return -1;
                var root = Root(own);
                if (!numbers.TryGetValue(root, out var number))
                    numbers[root] = number = numbers.Count;
                return number;
            });
        }

        private void Merge(int a, double[] sumA, int b, double[] sumB)
        {
            for (var i = 0; i < sumA.Length; i++)
                sumA[i] += sumB[i];
            // The larger set takes the smaller one.
            var (more, fewer) = _neighbours[a]!.Count >= _neighbours[b]!.Count
                ? (_neighbours[a]!, _neighbours[b]!)
                : (_neighbours[b]!, _neighbours[a]!);
            more.UnionWith(fewer);
            more.Remove(a);
            more.Remove(b);
            var size = _sizes[a] + _sizes[b];
            (_sums[a], _sums[b], _neighbours[a], _neighbours[b]) = (null, null, null, null);
            _alive -= 2;
            var union = Add(sumA, size, more);
            _parents[a] = _parents[b] = union;
            foreach (var neighbour in more)
            {
                var theirs = _neighbours[neighbour]!;
                theirs.Remove(a);
                theirs.Remove(b);
                theirs.Add(union);
                Enqueue(neighbour, union);
            }
        }

        private int Add(double[] sum, int size, HashSet<int> neighbours)
        {
            _sums.Add(sum);
            _sizes.Add(size);
            _neighbours.Add(neighbours);
            _parents.Add(_parents.Count);
            _alive++;
            return _parents.Count - 1;
        }

        private void Enqueue(int a, int b)
        {
            double[] x = _sums[a]!, y = _sums[b]!;
            double distance = 0, scaleX = 1.0 / _sizes[a], scaleY = 1.0 / _sizes[b];
            for (var i = 0; i < x.Length; i++)
            {
                var difference = (x[i] * scaleX) - (y[i] * scaleY);
                distance += difference * difference;
            }

            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            _pairs.Enqueue((low, high), (distance * _sizes[a] * _sizes[b] / (_sizes[a] + _sizes[b]), low, high));
        }

        private int Root(int cluster)
        {
            while (_parents[cluster] != cluster)
            {
                _parents[cluster] = _parents[_parents[cluster]];
                cluster = _parents[cluster];
            }

            return cluster;
        }
    }
}
