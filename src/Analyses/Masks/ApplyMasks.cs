using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Analyses.Masks;

/// <summary>Σ weight · pixel of each frame under a stack of masks.</summary>
/// <remarks>
/// The result <c>intensity</c> has the scan's axes and one for the masks: f32, or c64 for complex masks; f64 or c128 where f32 does not
/// hold the data
/// (<see cref="Promotion.ForResults"/>). Products are added in f32 for some hundred pixels at a time and in f64 from there (1e-6 of
/// Σ|weight · pixel|); where the result is f64, weights, products and sums are f64 throughout (1e-13). With shifts, a mask
/// moves down and to the right by whole pixels, and what it loses at the edge counts nothing: for a pattern that descan moves.
/// Masked pixels and "no data" values weigh nothing; a mask that covers nothing else has no measurement: NaN. NaN and the infinities under
/// the weight 0 do no harm.
/// </remarks>
public sealed class ApplyMasks : Udf, ITileUdf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    private const int RememberedShifts = 64;
    private const int ManyMasks = 8;
    private const double SparseDensity = 0.01;
    private const long TileBytesForMany = 2 << 20;
    private readonly MaskStack _masks;
    private readonly AuxData<int>? _shifts;
    private readonly (int Rows, int Columns) _shift;

    /// <summary>Creates the UDF.</summary>
    /// <param name="masks">The masks.</param>
    public ApplyMasks(MaskStack masks) => _masks = masks;

    /// <summary>Creates the UDF for masks that all move by the same pixels.</summary>
    /// <param name="masks">The masks.</param>
    /// <param name="rows">Pixels downwards.</param>
    /// <param name="columns">Pixels to the right.</param>
    public ApplyMasks(MaskStack masks, int rows, int columns)
        : this(masks) => _shift = (rows, columns);

    /// <summary>Creates the UDF for masks that move from frame to frame.</summary>
    /// <param name="masks">The masks.</param>
    /// <param name="shifts">Pixels (downwards, to the right) for each frame.</param>
    /// <exception cref="ArgumentException">There are not two numbers for each frame.</exception>
    public ApplyMasks(MaskStack masks, AuxData<int> shifts)
        : this(masks)
    {
        ArgumentNullException.ThrowIfNull(shifts);
        _shifts = shifts.Kind == ResultKind.Scan && shifts.Extra == new Extent(2)
            ? shifts
            : throw new ArgumentException("A shift is (rows, columns) for each frame.", nameof(shifts));
    }

    private bool IsShifted => _shifts is not null || _shift != (0, 0);

    /// <inheritdoc/>
    public override string Name => "masks";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => IsShifted ? [TileForm.Pixels] : [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    /// <remarks>Many masks do not stay in a core's cache: more frames then share each time that they are fetched.</remarks>
    public override TilePreference Tiles =>
        _masks.RealCount < ManyMasks ? TilePreference.Default : new(TilePreference.Most, TileBytesForMany);

    /// <inheritdoc/>
    public override UdfMethod? Method(DataDescription data) => IsShifted ? UdfMethod.Stack : UdfMethod.Tile;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        _shifts?.Check(data);
        if (IsShifted)
            FrameColors.RequirePlane(data.Shape.Detector, "Masks that are shifted need");
        _ = _masks.For(DetectorRegion.Whole(data.Shape.Detector), masked: data.Validity.MaskedPixels);
        return
        [
            new("sums", ResultKind.Scan, ElementType.F64, new Extent(_masks.RealCount), Use: BufferUse.Private),
            new(Result, ResultKind.Scan, TypeOf(data.ElementType), new Extent(_masks.Count), Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = ["mask"],
                EntrySupports = IsShifted ? [] : _masks.Supports,
            },
        ];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) =>
        Promotion.ForResults(data.ElementType) == ElementType.F64 ? new WorkerMasks<double>() : new WorkerMasks<float>();

    /// <inheritdoc/>
    public void ProcessTile(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<SumAction, bool>(new(this, tile, task));

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<SumAction, bool>(new(this, tile, task));

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var sums = merged[0].Span<double>();
        var shape = merged.Data.Shape.Scan.Append(new Extent(_masks.Count));
        var type = TypeOf(merged.Data.ElementType);
        if (!_masks.IsComplex)
            return [ResultArray.OfReals(Result, ResultKind.Scan, type, shape, (double[])merged[0].Values)];
        if (type == ElementType.C128)
            return [new(Result, ResultKind.Scan, type, shape, MemoryMarshal.Cast<double, Complex>(sums).ToArray())];
        var values = new Complex64[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = new((float)sums[2 * i], (float)sums[(2 * i) + 1]);
        return [new(Result, ResultKind.Scan, type, shape, values)];
    }

    private ElementType TypeOf(ElementType data) => (Promotion.ForResults(data), _masks.IsComplex) switch
    {
        (ElementType.F32, true) => ElementType.C64,
        (ElementType.F64, true) => ElementType.C128,
        var (type, _) => type,
    };

    private void Add<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (Promotion.ForResults(task.Data.ElementType) == ElementType.F64)
            Add<T, double>(tile, task);
        else
            Add<T, float>(tile, task);
    }

    private void Add<T, TWeight>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        if (tile.Form == TileForm.Sparse)
        {
            var rows = SparseRows.Of<T>(tile, task.Data);
            var transposed = Own<TWeight>(task, isTransposed: true).Dense!;
            var own = task.View<double>(0);
            var earlier = Kept<T, TWeight>(task, own);
            CsrMaskStackSum.Add<T, TWeight>(rows, transposed, _masks.RealCount, own);
            if (earlier.Length > 0)
                WeightlessValues.Mend<T, TWeight>(rows, transposed, _masks.RealCount, earlier, own);
            return;
        }

        var values = tile.Pixels<T>();
        var stored = values;
        if (task.Data.Validity.MaximumIsNoData && values.Contains(T.MaxValue))
        {
            // Copied only where there is something to leave out.
            var cleaned = new T[values.Length];
            values.Replace(cleaned, T.MaxValue, T.Zero);
            values = cleaned;
        }

        var sums = task.View<double>(0);
        var pixels = task.Region.Pixels;
        if (!IsShifted)
        {
            var (dense, sparse) = Own<TWeight>(task, isTransposed: false);
            if (dense is not null)
                AddDense(values, pixels, dense, sums, task);
            else
                AddSparse(values, pixels, sparse, sums);
            return;
        }

        var shifts = _shifts is null ? default : _shifts.View(task);
        for (var frame = 0; frame < tile.Frames.Count;)
        {
            var shift = _shifts is null ? _shift : (shifts[2 * frame], shifts[(2 * frame) + 1]);
            var end = _shifts is null ? tile.Frames.Count : frame + 1;
            while (end < tile.Frames.Count && (shifts[2 * end], shifts[(2 * end) + 1]) == shift)
                end++;
            var weights = Shifted<TWeight>(shift, task);
            AddDense(
                values[(frame * pixels)..(end * pixels)], pixels, weights.Measured,
                sums[(frame * _masks.RealCount)..(end * _masks.RealCount)], task);
            for (; frame < end; frame++)
                weights.BlankUnmeasured(
                    stored.Slice(frame * pixels, pixels),
                    task.Data.Validity.MaximumIsNoData,
                    sums.Slice(frame * _masks.RealCount, _masks.RealCount));
        }
    }

    private void AddDense<T, TWeight>(ReadOnlySpan<T> values, int pixels, TWeight[] weights, Span<double> sums, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        var earlier = Kept<T, TWeight>(task, sums);
        MaskStackSum.Add<T, TWeight>(values, pixels, weights, pixels, _masks.RealCount, sums);
        if (earlier.Length > 0)
            WeightlessValues.Mend<T, TWeight>(values, pixels, weights, _masks.RealCount, earlier, sums);
    }

    // Sums of floats before something is added, to begin anew from; empty for integers, which are always finite.
    private static ReadOnlySpan<double> Kept<T, TWeight>(UdfTask task, ReadOnlySpan<double> sums)
        where TWeight : unmanaged, INumber<TWeight> =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? ((WorkerMasks<TWeight>)task.TaskData!).Keep(sums) : [];

    // Masks of a few pixels: only these are looked at.
    private void AddSparse<T, TWeight>(
        ReadOnlySpan<T> values, int pixels, (int[] Starts, int[] Places, TWeight[] Weights) masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        for (var frame = 0; frame < values.Length / Math.Max(pixels, 1); frame++)
        {
            var own = values.Slice(frame * pixels, pixels);
            for (var mask = 0; mask < _masks.RealCount; mask++)
            {
                var sum = 0.0;
                for (var i = masks.Starts[mask]; i < masks.Starts[mask + 1]; i++)
                    sum += double.CreateTruncating(own[masks.Places[i]]) * double.CreateTruncating(masks.Weights[i]);
                sums[(frame * _masks.RealCount) + mask] += sum;
            }
        }
    }

    private ShiftedMasks<TWeight> Shifted<TWeight>((int Rows, int Columns) shift, UdfTask task)
        where TWeight : unmanaged, INumber<TWeight>
    {
        var remembered = ((WorkerMasks<TWeight>)task.TaskData!).Shifted;
        if (remembered.TryGetValue(shift, out var shifted))
            return shifted;
        if (remembered.Count == RememberedShifts)
            remembered.Clear();
        return remembered[shift] = new(
            _masks.For<TWeight>(task.Region, isTransposed: false, masked: null), _masks.IsComplex, task.Data, shift);
    }

    // The layout for the region at hand: looked up in the stack once, not once a tile.
    private (TWeight[]? Dense, (int[], int[], TWeight[]) Sparse) Own<TWeight>(UdfTask task, bool isTransposed)
        where TWeight : unmanaged, INumber<TWeight>
    {
        var remembered = ((WorkerMasks<TWeight>)task.TaskData!).Regions;
        if (remembered.TryGetValue(task.Region, out var own))
            return own;
        var masked = task.Data.Validity.MaskedPixels;
        own = isTransposed || _masks.Density(task.Region, masked) >= SparseDensity
            ? (_masks.For<TWeight>(task.Region, isTransposed, masked), default)
            : (null, _masks.Sparse<TWeight>(task.Region, isTransposed: false, masked));
        return remembered[task.Region] = own;
    }

    private sealed class WorkerMasks<TWeight>
        where TWeight : unmanaged, INumber<TWeight>
    {
        private double[] _kept = [];

        public Dictionary<(int Rows, int Columns), ShiftedMasks<TWeight>> Shifted { get; } = [];

        public Dictionary<DetectorRegion, (TWeight[]? Dense, (int[], int[], TWeight[]) Sparse)> Regions { get; } = new(
            ReferenceEqualityComparer.Instance);

        public ReadOnlySpan<double> Keep(ReadOnlySpan<double> sums)
        {
            if (_kept.Length < sums.Length)
                _kept = new double[sums.Length];
            sums.CopyTo(_kept);
            return _kept.AsSpan(0, sums.Length);
        }
    }

    private readonly ref struct SumAction(ApplyMasks udf, Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            udf.Add<T>(_tile, task);
            return true;
        }
    }
}
