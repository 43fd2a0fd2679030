using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Analyses.Conversion;

/// <summary>
/// What happens to single values on their way into a file: those that are no measurement get another value, or the largest of the type is
/// watched for.
/// </summary>
public abstract class FrameRewriting
{
    private protected FrameRewriting(ElementType elementType, int frameElements)
    {
        ElementType = elementType;
        FrameElements = frameElements;
    }

    /// <summary>Type of the values, before and after.</summary>
    public ElementType ElementType { get; }

    /// <summary>Scan positions, numbered as they are written, that hold no recorded frame and get <see cref="BlankFrame"/>.</summary>
    public IReadOnlyList<long> Blank { get; init; } = [];

    /// <summary>A frame without a measurement.</summary>
    public abstract ReadOnlyMemory<byte> BlankFrame { get; }

    /// <summary>"No data" values that got another value so far; masked pixels are not counted.</summary>
    public abstract long NoDataValues { get; }

    /// <summary>Pixels of a frame.</summary>
    protected int FrameElements { get; }

    /// <summary>Prepares a rewriting.</summary>
    /// <param name="elementType">Type in which values are written.</param>
    /// <param name="frameElements">Pixels of a frame.</param>
    /// <param name="validity">Which values are no measurement.</param>
    /// <param name="fill">What they are written as, a number of that type; null: as they are stored.</param>
    /// <param name="refusesMaximum">Whether a measured value that is the largest of the type ends the run with a
    /// <see cref="MaximumFoundException"/>.</param>
    /// <param name="blank">Positions without a recorded frame, as they are numbered in the file.</param>
    /// <returns>Null: nothing is to be done.</returns>
    /// <exception cref="FormatException">The text is no number that the type holds.</exception>
    public static FrameRewriting? Create(
        ElementType elementType, int frameElements, Validity validity, string? fill, bool refusesMaximum, IReadOnlyList<long> blank)
    {
        ArgumentNullException.ThrowIfNull(validity);
        ArgumentNullException.ThrowIfNull(blank);
        var isNeeded = refusesMaximum || blank.Count > 0
            || (fill is not null && (validity.MaximumIsNoData || validity.MaskedPixels is not null));
        return isNeeded || fill is not null
            ? Needed(
                elementType.Dispatch<Creation, FrameRewriting>(new(elementType, frameElements, validity, fill, refusesMaximum, blank)),
                isNeeded)
            : null;
    }

    /// <summary>Memory for one frame.</summary>
    internal byte[] CreateBuffer() => new byte[FrameElements * ElementType.Size()];

    /// <summary>Rewrites one frame.</summary>
    /// <param name="frame">Its values.</param>
    /// <param name="buffer">From <see cref="CreateBuffer"/>; may be filled.</param>
    /// <returns>What is to be written: the frame itself when nothing changes.</returns>
    internal abstract ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> frame, byte[] buffer);

    // The number was checked even where nothing needs it.
    private static FrameRewriting? Needed(FrameRewriting rewriting, bool isNeeded) => isNeeded ? rewriting : null;

    private readonly struct Creation(
        ElementType elementType, int frameElements, Validity validity, string? fill, bool refusesMaximum, IReadOnlyList<long> blank)
        : IElementTypeAction<FrameRewriting>
    {
        public FrameRewriting Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new Of<T>(elementType, frameElements, validity, fill, refusesMaximum) { Blank = blank };
    }

    private sealed class Of<T> : FrameRewriting
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly int[] _masked = [];
        private readonly T? _fill;
        private readonly bool _maximumIsNoData;
        private readonly bool _refusesMaximum;
        private readonly T[] _blank;
        private long _noDataValues;

        public Of(ElementType elementType, int frameElements, Validity validity, string? fill, bool refusesMaximum)
            : base(elementType, frameElements)
        {
            if (validity.MaskedPixels is { } masked)
                _masked = [.. Enumerable.Range(0, masked.Pixels).Where(pixel => masked[pixel])];
            _fill = fill is null ? null : Number(fill, elementType);
            _maximumIsNoData = validity.MaximumIsNoData && (elementType.IsUnsigned() || elementType.IsFloat());
            _refusesMaximum = refusesMaximum && elementType.IsUnsigned();
            _blank = new T[frameElements];
            Array.Fill(
                _blank, _fill ?? (_maximumIsNoData || _refusesMaximum ? T.MaxValue : elementType.IsFloat() ? T.Zero / T.Zero : T.Zero));
        }

        public override ReadOnlyMemory<byte> BlankFrame => MemoryMarshal.AsBytes(_blank.AsSpan()).ToArray();

        public override long NoDataValues => Interlocked.Read(ref _noDataValues);

        internal override ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> frame, byte[] buffer)
        {
            var values = MemoryMarshal.Cast<byte, T>(frame);
            if (_refusesMaximum)
                Watch(values);
            if (_fill is not { } fill)
                return frame;
            var noData = _maximumIsNoData ? values.Count(T.MaxValue) : 0;
            if (noData == 0 && _masked.Length == 0)
                return frame;
            var result = MemoryMarshal.Cast<byte, T>(buffer.AsSpan());
            if (noData > 0)
                values.Replace(result, T.MaxValue, fill);
            else
                values.CopyTo(result);
            foreach (var pixel in _masked)
            {
                if (noData > 0 && values[pixel] == T.MaxValue)
                    noData--;
                result[pixel] = fill;
            }

            if (noData > 0)
                Interlocked.Add(ref _noDataValues, noData);
            return buffer;
        }

        private static T Number(string text, ElementType type) =>
            T.TryParse(
                text, type.IsFloat() ? NumberStyles.Float : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException(
                    $"--masked fill={text}: {text} is not a value of {type.Name()}"
                    + (type.IsFloat() ? "" : $", which are whole numbers from {T.MinValue} to {T.MaxValue}")
                    + "; choose another value.");

        private void Watch(ReadOnlySpan<T> values)
        {
            if (!values.Contains(T.MaxValue))
                return;
            var found = values.Count(T.MaxValue);
            foreach (var pixel in _masked)
                found -= values[pixel] == T.MaxValue ? 1 : 0;
            if (found > 0)
                throw new MaximumFoundException(
                    $"a measured value is {T.MaxValue}, the largest of {ElementType.Name()}, which this format reserves for \"no data\": "
                    + "use 'ronchi convert', which writes a wider type, or write .h5 or .npy.");
        }
    }
}
