using System.Numerics;
using System.Security.Cryptography;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Exact facts about the values as they are stored, masked pixels and "no data" included: what two readers compare.</summary>
/// <param name="Sum">Sum of all values: exact for integers, in f64 for floats; NaN when one of them is.</param>
/// <param name="Minimum">Smallest value that is a number; NaN without one.</param>
/// <param name="Maximum">Largest value that is a number; NaN without one.</param>
/// <param name="MaximumIndex">Flat index of the first largest value.</param>
/// <param name="NanCount">Values that are not a number.</param>
/// <param name="Sha256">SHA-256 of all values in C order, little-endian, in hexadecimal.</param>
public sealed record StoredStatistics(
    StoredNumber Sum, StoredNumber Minimum, StoredNumber Maximum, long MaximumIndex, long NanCount, string Sha256)
{
    /// <summary>Reads every frame once, in order.</summary>
    /// <param name="source">The data.</param>
    /// <param name="progress">Told the number of frames read.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static StoredStatistics Of(
        IFrameSource source, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        source.ElementType.Dispatch<ReadAction, StoredStatistics>(new(source, progress, cancellationToken));

    /// <summary>Reads one stored value.</summary>
    /// <param name="source">The data.</param>
    /// <param name="index">Its flat index in C order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside the data.</exception>
    public static StoredNumber ValueAt(IFrameSource source, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, source.Shape.Full.Count);
        return source.ElementType.Dispatch<ProbeAction, StoredNumber>(new(source, index));
    }

    private readonly struct ReadAction(IFrameSource source, IProgress<long>? progress, CancellationToken cancellationToken)
        : IElementTypeAction<StoredStatistics>
    {
        public StoredStatistics Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 64));
            T minimum = T.MaxValue, maximum = T.MinValue;
            Int128 integers = 0;
            var floats = 0.0;
            long nan = 0, at = 0, seen = 0;
            foreach (var run in Ranges())
            {
                reader.Seek(run);
                while (reader.TryRead(out var tile))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var values = tile.Pixels<T>();
                    hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
                    var tileFloats = 0.0;
                    long tileIntegers = 0;
                    for (var i = 0; i < values.Length; i++)
                    {
                        var value = values[i];
                        if (T.IsNaN(value))
                        {
                            nan++;
                            continue;
                        }

                        if (value < minimum)
                            minimum = value;
                        if (value > maximum)
                        {
                            maximum = value;
                            at = seen + i;
                        }

                        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                            tileFloats += double.CreateTruncating(value);
                        else if (typeof(T) == typeof(ulong) || typeof(T) == typeof(long))
                            integers += Int128.CreateTruncating(value);
                        else
                            tileIntegers += long.CreateTruncating(value);
                    }

                    floats += tileFloats;
                    integers += tileIntegers;
                    seen += values.Length;
                    progress?.Report(tile.Frames.End);
                }
            }

            var isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(double);
            var any = seen > nan;
            return new(
                isFloat ? StoredNumber.Of(nan > 0 ? double.NaN : floats) : StoredNumber.Of(integers),
                any ? StoredNumber.Of(minimum) : StoredNumber.Of(double.NaN),
                any ? StoredNumber.Of(maximum) : StoredNumber.Of(double.NaN),
                at,
                nan,
                Convert.ToHexStringLower(hash.GetHashAndReset()));
        }

        // Frames that were never recorded are not stored either.
        private IEnumerable<FrameRange> Ranges()
        {
            foreach (var recorded in source.Validity.Recorded(source.Shape.FrameCount))
            {
                for (var start = recorded.Start; start < recorded.End; start += 1 << 20)
                    yield return new(start, (int)Math.Min(recorded.End - start, 1 << 20));
            }
        }
    }

    private readonly struct ProbeAction(IFrameSource source, long index) : IElementTypeAction<StoredNumber>
    {
        public StoredNumber Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
            reader.Seek(new(index / source.Shape.FrameElements, 1));
            return reader.TryRead(out var tile)
                ? StoredNumber.Of(tile.Pixels<T>()[(int)(index % source.Shape.FrameElements)])
                : throw new SourceException(source.Info.Path, $"frame {index / source.Shape.FrameElements} is missing.");
        }
    }
}
