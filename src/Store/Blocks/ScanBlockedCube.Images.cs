using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

public sealed partial class ScanBlockedCube
{
    private volatile CubeRings? _rings;
    private readonly CubeFacts _facts;

    /// <summary>The point around which cumulative sums by radius are kept; null: none are.</summary>
    public (double Row, double Column)? RingCenter => _rings?.Geometry.Center;

    internal CubeRings? Rings => _rings;

    /// <summary>
    /// Makes cumulative sums by radius around another point, from the data in memory. Images are computed with the old ones until the new
    /// ones are there.
    /// </summary>
    /// <param name="center">Row and column on the detector.</param>
    /// <param name="cancellationToken">Checked once a block; the old sums then stay.</param>
    /// <returns>Ends when images use the new sums. Floats have none: their differences would not be exact.</returns>
    /// <exception cref="InvalidOperationException">The scan is still loading.</exception>
    public Task CenterRingsAsync((double Row, double Column) center, CancellationToken cancellationToken = default)
    {
        if (LoadedFrames != Shape.FrameCount)
            throw new InvalidOperationException("The rings are re-centred once the scan is loaded; wait for that.");
        return Task.Run(() =>
        {
            using var lease = _lease.Take();
            if (CubeRings.For(this, center) is not { } rings)
                return;
            try
            {
                ForEachBlock(new RingsWork(rings), cancellationToken);
            }
            catch
            {
                _memory.Return(rings.Address, rings.Bytes);
                throw;
            }

            var old = _rings;
            _rings = rings;
            if (old is not null)
                _lease.WhenIdle(() => _memory.Return(old.Address, old.Bytes));
        }, cancellationToken);
    }

    /// <summary>
    /// The image of a virtual detector: Σ over its pixels for each scan position, flat. Masked pixels and "no data" values are left out.
    /// </summary>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
    /// <param name="detector">Its pixels.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The detector belongs to other frames, or <typeparamref name="TSum"/> is another
    /// type.</exception>
    /// <exception cref="OverflowException">Sums of these 64-bit integers can pass 64 bits.</exception>
    public TSum[] VirtualImage<TSum>(PixelSet detector, CancellationToken cancellationToken = default)
        where TSum : unmanaged, INumber<TSum>
    {
        var image = GC.AllocateUninitializedArray<TSum>(checked((int)Shape.FrameCount));
        VirtualImage(detector, image, cancellationToken);
        return image;
    }

    /// <summary>The image of a virtual detector, in an array that is there: nothing is allocated for it.</summary>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
    /// <param name="detector">Its pixels.</param>
    /// <param name="image">A sum for each scan position, flat; filled.</param>
    /// <param name="cancellationToken">Checked once a block; the array then holds a part.</param>
    /// <exception cref="ArgumentException">The detector belongs to other frames, the array has another length, or
    /// <typeparamref name="TSum"/> is another type.</exception>
    public void VirtualImage<TSum>(PixelSet detector, TSum[] image, CancellationToken cancellationToken = default)
        where TSum : unmanaged, INumber<TSum>
    {
        Check<TSum>(detector);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length != Shape.FrameCount)
            throw new ArgumentException($"An image of {image.Length} values does not fit a scan of {Shape.Scan}.", nameof(image));
        Compute(ImageRecipe.Cheapest(detector, before: null, rings: null), default, image, cancellationToken);
        RequireFit(detector.Count);
    }

    /// <summary>The image of weighted pixels: Σ weight · value for each scan position, flat, in 64-bit floats.</summary>
    /// <param name="weights">A weight for each pixel of a frame, of any sign. Masked pixels and "no data" values count as 0.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">There is another number of weights.</exception>
    public double[] WeightedImage(ReadOnlySpan<float> weights, CancellationToken cancellationToken = default)
    {
        if (weights.Length != Pixels)
            throw new ArgumentException($"{weights.Length} weights do not fit frames of {Shape.Detector}.", nameof(weights));
        var all = weights.ToArray();
        int[] pixels = [.. Enumerable.Range(0, Pixels).Where(pixel => all[pixel] != 0)];
        double[] chosen = [.. pixels.Select(pixel => (double)all[pixel])];
        var image = new double[Shape.FrameCount];
        ForEachBlock(new WeightedImageWork(this, pixels, chosen, image), cancellationToken);
        return image;
    }

    /// <summary>
    /// Intensity and first moments of each frame over a region of the detector, for centres of mass. Those of the whole detector are kept
    /// while a scan is loaded with <see cref="CubeOptions.RingCenter"/>, and then cost nothing.
    /// </summary>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
    /// <param name="region">Its pixels.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The region belongs to other frames, or these have no two axes.</exception>
    public CubeMoments<TSum> Moments<TSum>(PixelSet region, CancellationToken cancellationToken = default)
        where TSum : unmanaged, INumber<TSum>
    {
        Check<TSum>(region);
        RequireFit((long)region.Count * Math.Max(Columns, Shape.Detector[0]));
        if (region.Count == Pixels && LoadedFrames == Shape.FrameCount && _facts.Moments is CubeMoments<TSum> kept)
            return new([.. kept.Totals], [.. kept.Rows], [.. kept.Columns]);
        var moments = CubeMoments<TSum>.Of(Shape.FrameCount);
        var runs = PixelRun.Of(region.Bits, Pixels, Columns);
        ForEachBlock(new MomentsWork<TSum>(this, runs, Columns, moments), cancellationToken);
        RequireFit((long)region.Count * Math.Max(Columns, Shape.Detector[0]));
        return moments;
    }

    /// <summary>Sum pattern of some scan positions, for each pixel.</summary>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
    /// <param name="positions">The positions.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The positions belong to another scan.</exception>
    public TSum[] PatternSum<TSum>(ScanSelection positions, CancellationToken cancellationToken = default)
        where TSum : unmanaged, INumber<TSum>
    {
        ArgumentNullException.ThrowIfNull(positions);
        var signs = new PatternSigns(Shape.Scan, BlockCount);
        signs.Mark(positions, 1);
        var pattern = new TSum[Pixels];
        Add(signs, pattern, cancellationToken);
        RequireFit(positions.FrameCount);
        return pattern;
    }

    /// <summary>Smallest and largest measured value of all frames that are loaded.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type.</exception>
    public (T Minimum, T Maximum) Extremes<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var facts = Facts<T>();
        T minimum = T.MaxValue, maximum = T.MinValue;
        for (int number = 0; number < _blocks.Length; number++)
        {
            int first = number * BlockLayout.Frames;
            for (int position = first;
                position < Math.Min(first + BlockLayout.Frames, facts.Minima.Length) && _blocks[number] is not null; position++)
                {
                    minimum = facts.Minima[position] < minimum ? facts.Minima[position] : minimum;
                    maximum = facts.Maxima[position] > maximum ? facts.Maxima[position] : maximum;
                }
        }

        return minimum > maximum ? (T.Zero, T.Zero) : (minimum, maximum);
    }

    /// <summary>Largest measured value of each frame, flat.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type.</exception>
    public T[] MaximumImage<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => [.. Facts<T>().Maxima];

    internal int Columns =>
        Shape.Detector.Rank == 2
            ? (int)Math.Max(Shape.Detector[1], 1)
            : throw new ArgumentException($"Frames of {Shape.Detector} have no rows and columns.");

    internal void Check<TSum>(PixelSet detector)
        where TSum : unmanaged
    {
        ArgumentNullException.ThrowIfNull(detector);
        CheckSum<TSum>();
        if (detector.Pixels != Pixels)
            throw new ArgumentException(
                $"A detector of {detector.Pixels} pixels does not fit frames of {Shape.Detector}.", nameof(detector));
    }

    private void CheckSum<TSum>()
        where TSum : unmanaged
    {
        if (ElementTypes.Of<TSum>() != ElementType.Accumulator())
            throw new ArgumentException(
                $"Sums of {ElementType.Name()} values are {ElementType.Accumulator().Name()}, not {ElementTypes.Of<TSum>().Name()}.");
    }

    /// <summary>
    /// Refuses sums of so many values that could pass 64 bits; asked after they were computed, when the largest values are known.
    /// </summary>
    /// <param name="values">How many values, or their weights, go into a sum.</param>
    /// <exception cref="OverflowException">The loaded values are so large.</exception>
    internal void RequireFit(long values)
    {
        if (!ElementType.Dispatch<FitAction, bool>(new(this, values)))
            throw new OverflowException(
                $"Sums of {values} of these {ElementType.Name()} values can pass 64 bits: run the UDF on the scan "
                + "instead, which gives them as float64.");
    }

    internal void Compute<TSum>(ImageRecipe recipe, TSum[]? before, TSum[] image, CancellationToken cancellationToken)
        where TSum : unmanaged, INumber<TSum>
        => ForEachBlock(new ImageWork<TSum>(this, recipe, before, image), cancellationToken);

    internal void Add<TSum>(PatternSigns signs, TSum[] pattern, CancellationToken cancellationToken)
        where TSum : unmanaged, INumber<TSum>
    {
        CheckSum<TSum>();
        using var lease = _lease.Take();
        (CubeBlock Block, int Number)[] blocks = [.. signs.Blocks.Where(number => _blocks[number] is not null)
            .Select(number => (_blocks[number]!, number))];
        var gate = new Lock();
        Parallel.For(
            0,
            blocks.Length,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new TSum[Pixels],
            (i, _, part) =>
            {
                blocks[i].Block.Type.Dispatch<PatternAction<TSum>, bool>(new(this, blocks[i].Block, signs.Of(blocks[i].Number), part));
                return part;
            }, part =>
            {
                lock (gate)
                {
                    for (int pixel = 0; pixel < part.Length; pixel++)
                        pattern[pixel] += part[pixel];
                }
            });
    }

    internal int StripPixels<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Facts<T>().StripPixels;

    /// <summary>Some pixels of some frames of a block are complete.</summary>
    internal void DescribeStrip<T>(ReadOnlySpan<T> strip, long number, int first, int firstPixel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Facts<T>().PutStrip(strip, number, first, firstPixel);

    /// <summary>Some frames of a block are complete: what is known of each is kept.</summary>
    internal void Describe<T>(ReadOnlySpan<T> block, long number, int first, ReadOnlySpan<T> minima, ReadOnlySpan<T> maxima)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Facts<T>().Put(block, number, first, minima, maxima);
        _rings?.Put(block, number, first, BlockLayout.Lanes);
    }

    /// <summary>None of some frames of a block was recorded.</summary>
    internal void DescribeMissing(long number, int first) => _rings?.Clear(number, first, BlockLayout.Lanes);

    private CubeFacts<T> Facts<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => _facts as CubeFacts<T>
            ?? throw new ArgumentException($"The values are {ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");

    private void ForEachBlock<TWork>(TWork work, CancellationToken cancellationToken)
        where TWork : ICubeWork
    {
        using var lease = _lease.Take();
        CubeWork.ForEach(_blocks.Length, number =>
        {
            var block = _blocks[number];
            (block?.Type ?? ElementType).Dispatch<WorkAction<TWork>, bool>(new(work, number, block));
        }, cancellationToken);
    }

    private readonly struct WorkAction<TWork>(TWork work, int number, CubeBlock? block) : IElementTypeAction<bool>
        where TWork : ICubeWork
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            work.Do<T>(number, block);
            return true;
        }
    }

    private readonly ref struct PatternAction<TSum>(ScanBlockedCube cube, CubeBlock block, ReadOnlySpan<sbyte> signs, Span<TSum> pattern)
        : IElementTypeAction<bool>
        where TSum : unmanaged, INumber<TSum>
    {
        private readonly ReadOnlySpan<sbyte> _signs = signs;
        private readonly Span<TSum> _pattern = pattern;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            BlockedPattern.Add<T, TSum>(block.Values<T>(cube.Pixels), _signs, _pattern);
            return true;
        }
    }

    private readonly struct FitAction(ScanBlockedCube cube, long values) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (cube.ElementType.IsFloat())
                return true;
            var (minimum, maximum) = cube.ElementType.Size() < sizeof(ulong) ? (T.MinValue, T.MaxValue) : cube.Extremes<T>();
            var (lowest, highest) = ((Int128)values * Int128.CreateTruncating(minimum), (Int128)values * Int128.CreateTruncating(maximum));
            return cube.ElementType.IsUnsigned() ? highest <= ulong.MaxValue : lowest >= long.MinValue && highest <= long.MaxValue;
        }
    }

    private readonly struct FactsAction(ScanBlockedCube cube, bool keepsMoments) : IElementTypeAction<CubeFacts>
    {
        public CubeFacts Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new CubeFacts<T>(cube.Shape, keepsMoments);
    }
}
