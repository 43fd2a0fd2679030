using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>The median of each detector pixel over all frames: exact, in memory that does not depend on the number of frames.</summary>
/// <remarks>
/// Values are mapped to unsigned integers of the same order; one byte of them a pass, from the highest, is counted in 256 classes a pixel, and the
/// class that holds the middle is looked into in the next pass. So u8 needs one pass over the data, u16 two, f32 four. Of an even number of
/// values the two in the middle are averaged. The result <c>median</c> is f64; "no data" values are left out, a pixel that holds NaN, is masked or has no values is NaN.
/// Memory: 2 × 256 counts of 4 bytes a pixel for each worker.
/// </remarks>
public sealed class Median : Udf, IStackUdf, IMultiPassUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "median";

    private const int Classes = 256;
    private const int NaNs = 2;
    private readonly int _pass;
    private readonly ulong[] _low;    // what is known of the lower middle value, its highest bytes
    private readonly ulong[] _high;
    private readonly uint[] _lowRank;  // how many values of the class lie before it
    private readonly uint[] _highRank;

    /// <summary>Creates the UDF.</summary>
    public Median()
    {
        _low = _high = [];
        _lowRank = _highRank = [];
    }

    private Median(int pass, ulong[] low, ulong[] high, uint[] lowRank, uint[] highRank)
    {
        _pass = pass;
        _low = low;
        _high = high;
        _lowRank = lowRank;
        _highRank = highRank;
    }

    /// <inheritdoc/>
    public override string Name => "median";

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        if (data.Shape.FrameElements * Classes * 2 > Array.MaxLength)
            throw new ArgumentException($"Medians of frames of {data.Shape.Detector} need more memory than one array can have: crop or bin the detector.");
        return
        [
            new("low", ResultKind.Detector, ElementType.U32, new Extent(Classes), Use: BufferUse.Private),
            new("high", ResultKind.Detector, ElementType.U32, _pass == 0 ? new Extent(0) : new Extent(Classes), Use: BufferUse.Private),
            new("nan", ResultKind.Detector, ElementType.Bool, data.ElementType.IsFloat() ? default : new Extent(0), Use: BufferUse.Private),
            new(Result, ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<Counting, bool>(new(this, tile, task));

    /// <inheritdoc/>
    public Udf? NextPass(UdfTask merged)
    {
        var (low, high, lowRank, highRank) = Narrow(merged);
        return _pass + 1 == merged.Data.ElementType.Size() ? null : new Median(_pass + 1, low, high, lowRank, highRank);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var medians = new double[merged.Data.Shape.FrameElements];
        bool[]? measured = null;
        if (_pass + 1 == merged.Data.ElementType.Size())
        {
            var (low, high, lowRank, _) = Narrow(merged);
            var holdsNaN = merged[NaNs].Values as bool[] ?? [];
            measured = MeasuredPixels.Of(merged, pixel => lowRank[pixel] != uint.MaxValue || (holdsNaN.Length > 0 && holdsNaN[pixel]));
            for (var pixel = 0; pixel < medians.Length; pixel++)
            {
                medians[pixel] = lowRank[pixel] == uint.MaxValue || (holdsNaN.Length > 0 && holdsNaN[pixel])
                    ? double.NaN
                    : (Value(low[pixel], merged.Data.ElementType) + Value(high[pixel], merged.Data.ElementType)) / 2;
            }
        }

        return [new(Result, ResultKind.Detector, ElementType.F64, merged.Data.Shape.Detector, medians) { Valid = measured }];
    }

    // The classes that hold the two middle values, and the ranks of these inside them.
    private (ulong[] Low, ulong[] High, uint[] LowRank, uint[] HighRank) Narrow(UdfTask merged)
    {
        var pixels = (int)merged.Data.Shape.FrameElements;
        var lowCounts = merged[0].Span<uint>();
        var highCounts = _pass == 0 ? lowCounts : merged[1].Span<uint>();
        ulong[] low = new ulong[pixels], high = new ulong[pixels];
        uint[] lowRank = new uint[pixels], highRank = new uint[pixels];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var lows = lowCounts.Slice(pixel * Classes, Classes);
            uint before, after;
            if (_pass == 0)
            {
                var count = 0u;
                foreach (var inClass in lows)
                    count += inClass;
                if (count == 0)
                {
                    lowRank[pixel] = highRank[pixel] = uint.MaxValue;
                    continue;
                }

                (before, after) = ((count - 1) / 2, count / 2);
            }
            else
            {
                (before, after) = (_lowRank[pixel], _highRank[pixel]);
                if (before == uint.MaxValue)
                {
                    lowRank[pixel] = highRank[pixel] = uint.MaxValue;
                    continue;
                }
            }

            (low[pixel], lowRank[pixel]) = Find(lows, before, _pass == 0 ? 0 : _low[pixel]);
            (high[pixel], highRank[pixel]) = Find(highCounts.Slice(pixel * Classes, Classes), after, _pass == 0 ? 0 : _high[pixel]);
        }

        return (low, high, lowRank, highRank);
    }

    private static (ulong Known, uint Rank) Find(ReadOnlySpan<uint> counts, uint rank, ulong known)
    {
        var inClass = 0;
        while (inClass < Classes - 1 && rank >= counts[inClass])
            rank -= counts[inClass++];
        return ((known << 8) | (uint)inClass, rank);
    }

    private void Count<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var low = task[0].Span<uint>();
        var high = task[1].Span<uint>();
        var shift = 8 * (Unsafe.SizeOf<T>() - 1 - _pass);
        var leavesOut = task.Data.Validity.MaximumIsNoData;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame);
            for (var pixel = 0; pixel < pixels.Length; pixel++)
            {
                var value = pixels[pixel];
                if (leavesOut && value == T.MaxValue)
                    continue;
                if (T.IsNaN(value))
                {
                    task[NaNs].Span<bool>()[pixel] = true;
                    continue;
                }

                var key = Key(value);
                var inClass = (int)(key >> shift) & (Classes - 1);
                if (_pass == 0)
                {
                    low[(pixel * Classes) + inClass]++;
                    continue;
                }

                var known = key >> (shift + 8);
                if (known == _low[pixel])
                    low[(pixel * Classes) + inClass]++;
                if (known == _high[pixel])
                    high[(pixel * Classes) + inClass]++;
            }
        }
    }

    // Unsigned integers in the order of the values: signed ones with the highest bit turned, floats as sign and magnitude.
    private static ulong Key<T>(T value)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(float))
        {
            var bits = BitConverter.SingleToUInt32Bits((float)(object)value);
            return (bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits;
        }

        if (typeof(T) == typeof(double))
        {
            var bits = BitConverter.DoubleToUInt64Bits((double)(object)value);
            return (bits & (1UL << 63)) == 0 ? bits | (1UL << 63) : ~bits;
        }

        if (T.IsZero(T.MinValue))
            return ulong.CreateTruncating(value);
        var size = 8 * Unsafe.SizeOf<T>();
        return ((ulong)long.CreateTruncating(value) ^ (1UL << (size - 1))) & (ulong.MaxValue >> (64 - size));
    }

    private static double Value(ulong key, ElementType type) => type switch
    {
        ElementType.F32 => BitConverter.UInt32BitsToSingle((key & 0x8000_0000) != 0 ? (uint)key & 0x7FFF_FFFF : ~(uint)key),
        ElementType.F64 => BitConverter.UInt64BitsToDouble((key & (1UL << 63)) != 0 ? key & ~(1UL << 63) : ~key),
        _ when type.IsUnsigned() => key,
        _ => (double)((long)(key ^ (1UL << ((8 * type.Size()) - 1))) << (64 - (8 * type.Size())) >> (64 - (8 * type.Size()))),
    };

    private readonly ref struct Counting(Median udf, Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            udf.Count<T>(_tile, task);
            return true;
        }
    }
}
