using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>
/// Values as they are sent (docs/protocol.md), in a buffer that goes back to the pool: made in one pass over the values, without a copy of
/// them.
/// </summary>
internal sealed class ValuesMessage : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;

    private ValuesMessage(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>The message.</summary>
    /// <exception cref="ObjectDisposedException">It was sent, or is not wanted any longer.</exception>
    public ReadOnlyMemory<byte> Bytes => (_buffer ?? throw new ObjectDisposedException(nameof(ValuesMessage))).AsMemory(0, _length);

    /// <summary>
    /// Writes a message. Values of 64 bits are sent in 32 where these hold all of them, reals where f32 has their scale; truth values
    /// as u8.
    /// </summary>
    /// <param name="selection">What is sent.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="view">The view that asked.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <param name="flags">What is to be known of them.</param>
    /// <param name="position">Flat scan position of a frame; scan positions behind a pattern.</param>
    /// <param name="path">How an image was computed: full, difference or rings; empty: there is only one way.</param>
    /// <param name="time">Time that it took.</param>
    /// <exception cref="ArgumentException">The values are no real numbers.</exception>
    public static ValuesMessage Encode(
        PlaneSelection selection, FrameKind kind, uint view, uint sequence,
        FrameFlags flags, long position = 0, string path = "", TimeSpan time = default)
    {
        var stored = selection.Result.ElementType;
        if (stored == ElementType.Object || stored.IsComplex())
            throw new ArgumentException(
                $"'{selection.Result.Name}' holds {(stored == ElementType.Object ? "lists" : "complex numbers")}, which cannot "
                + "be looked at here: save it as a file.");
        var type = Sent(selection);
        var valid = Validity(selection);
        var valueBytes = checked(selection.Planes * selection.Count * type.Size());
        var length = checked(FrameMessage.HeaderBytes + valueBytes + (valid.IsEmpty ? 0 : selection.Count));
        var message = new ValuesMessage(ArrayPool<byte>.Shared.Rent(length), length);
        var buffer = message._buffer.AsSpan(0, length);
        var (minimum, maximum, mean) = Write(selection, type, valid, buffer.Slice(FrameMessage.HeaderBytes, valueBytes));
        MemoryMarshal.AsBytes(valid).CopyTo(buffer[(FrameMessage.HeaderBytes + valueBytes)..]);

        var header = buffer[..FrameMessage.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, FrameMessage.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], FrameMessage.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)kind);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], view);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)(selection.Planes * selection.Rows));
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)selection.Columns);
        header[24] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)selection.Planes);
        header[25] = path switch { "full" => 1, "difference" => 2, "rings" => 3, _ => 0 };
        BinaryPrimitives.WriteUInt16LittleEndian(
            header[26..], (ushort)(flags | (valid.IsEmpty ? FrameFlags.None : FrameFlags.HasValidity)));
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], position);
        BinaryPrimitives.WriteSingleLittleEndian(header[40..], minimum);
        BinaryPrimitives.WriteSingleLittleEndian(header[44..], maximum);
        BinaryPrimitives.WriteSingleLittleEndian(header[48..], mean);
        BinaryPrimitives.WriteUInt32LittleEndian(header[52..], (uint)valueBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], (uint)Math.Min(time.TotalMicroseconds, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], (uint)valid.Length);
        return message;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    // One mark for each entry of a plane; empty: all are measured. Of several planes, all of them are.
    private static ReadOnlySpan<bool> Validity(PlaneSelection selection)
    {
        var (result, count) = (selection.Result, selection.Count);
        // Colours are pixels of their own.
        if ((result.OwnMask ?? (selection.Colors > 1 ? result.Valid : null)) is { } mask)
        {
            var marks = new bool[count];
            for (var entry = 0; entry < count; entry++)
            {
                var first = ((selection.FirstEntry + entry) * selection.Components) + selection.Component;
                marks[entry] = !mask.AsSpan((int)first, selection.Planes).Contains(false);
            }

            return marks.AsSpan().Contains(false) ? marks : [];
        }

        if (result.Valid is null)
            return [];
        if (result.Kind == ResultKind.Single)
        {
            // Each of its values is an entry of a plane.
            var (ofValues, width) = (new bool[count], result.Values.LongLength / Math.Max(result.Valid.Length, 1));
            for (var entry = 0; entry < count; entry++)
                ofValues[entry] = result.Valid[(selection.FirstEntry + entry) / width];
            return ofValues.AsSpan().Contains(false) ? ofValues : [];
        }

        var valid = result.Valid.AsSpan((int)selection.FirstEntry, count);
        return valid.Contains(false) ? valid : [];
    }

    private static ElementType Sent(PlaneSelection selection) => selection.Result.ElementType switch
    {
        ElementType.U64 => Fits<ulong>(selection, 0, uint.MaxValue) ? ElementType.U32 : ElementType.U64,
        ElementType.I64 => Fits<long>(selection, int.MinValue, int.MaxValue) ? ElementType.I32 : ElementType.I64,
        ElementType.F64 => FitsSingle(selection) ? ElementType.F32 : ElementType.F64,
        ElementType.Bool => ElementType.U8,
        var type => type,
    };

    private static bool Fits<T>(PlaneSelection selection, T least, T most)
        where T : unmanaged, INumber<T> => !Stored<T>(selection).ContainsAnyExceptInRange(least, most);

    // Values that f32 has no number for, or that differ so little that it has few numbers between them, lose what they say.
    private static bool FitsSingle(PlaneSelection selection)
    {
        const double smallestNormal = 1.1754943508222875e-38, fewestSteps = 1 << 12, stepsBelowOne = 1 << 24;
        var (least, most, nearestZero) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);
        foreach (var value in Stored<double>(selection))
        {
            var size = Math.Abs(value);
            if (!double.IsFinite(size))
                continue;
            if (size > 0 && size < nearestZero)
                nearestZero = size;
            if (value < least)
                least = value;
            if (value > most)
                most = value;
        }

        var reach = Math.Max(Math.Abs(least), Math.Abs(most));
        var isTold = !(most > least) || (most - least) * stepsBelowOne >= reach * fewestSteps;
        return least > most || (reach <= float.MaxValue && nearestZero >= smallestNormal && isTold);
    }

    private static ReadOnlySpan<T> Stored<T>(PlaneSelection selection) => ((T[])selection.Result.Values).AsSpan(
        (int)(selection.FirstEntry * selection.Components), selection.Count * selection.Components);

    private static (float Minimum, float Maximum, float Mean) Write(
        PlaneSelection selection, ElementType type, ReadOnlySpan<bool> valid, Span<byte> into) =>
        (selection.Result.ElementType, type) switch
        {
            (ElementType.U64, ElementType.U32) => Write<ulong, uint>(selection, valid, into),
            (ElementType.U64, _) => Write<ulong, ulong>(selection, valid, into),
            (ElementType.I64, ElementType.I32) => Write<long, int>(selection, valid, into),
            (ElementType.I64, _) => Write<long, long>(selection, valid, into),
            (ElementType.F64, ElementType.F32) => Write<double, float>(selection, valid, into),
            (ElementType.F64, _) => Write<double, double>(selection, valid, into),
            (ElementType.F32, _) => Write<float, float>(selection, valid, into),
            (ElementType.U8, _) => Write<byte, byte>(selection, valid, into),
            (ElementType.U16, _) => Write<ushort, ushort>(selection, valid, into),
            (ElementType.U32, _) => Write<uint, uint>(selection, valid, into),
            (ElementType.I8, _) => Write<sbyte, sbyte>(selection, valid, into),
            (ElementType.I16, _) => Write<short, short>(selection, valid, into),
            (ElementType.I32, _) => Write<int, int>(selection, valid, into),
            _ =>
                Write<byte, byte>(
                    selection with
                    {
                        Result = selection.Result with
                        {
                            Values = Array.ConvertAll((bool[])selection.Result.Values, static value => value ? (byte)1 : (byte)0),
                        },
                    },
                    valid,
                    into),
        };

    // Smallest and largest value and the mean are of the entries that are measured and finite.
    private static (float Minimum, float Maximum, float Mean) Write<TStored, TSent>(
        PlaneSelection selection, ReadOnlySpan<bool> valid, Span<byte> into)
        where TStored : unmanaged, INumber<TStored>, IMinMaxValue<TStored>
        where TSent : unmanaged, INumber<TSent>
    {
        var sent = MemoryMarshal.Cast<byte, TSent>(into);
        var (least, most, sum, measured) = (TStored.MaxValue, TStored.MinValue, 0d, 0L);
        for (var plane = 0; plane < selection.Planes && selection.Count > 0; plane++)
        {
            var start = (int)(selection.FirstEntry * selection.Components) + selection.Component + plane;
            var stored = ((TStored[])selection.Result.Values).AsSpan(start);
            var part = sent.Slice(plane * selection.Count, selection.Count);
            for (var entry = 0; entry < part.Length; entry++)
            {
                var value = stored[entry * selection.Components];
                part[entry] = TSent.CreateTruncating(value);
                if (!TStored.IsFinite(value) || (!valid.IsEmpty && !valid[entry]))
                    continue;
                least = TStored.Min(least, value);
                most = TStored.Max(most, value);
                sum += double.CreateTruncating(value);
                measured++;
            }
        }

        return measured == 0
            ? (float.NaN, float.NaN, float.NaN)
            : (float.CreateTruncating(least), float.CreateTruncating(most), (float)(sum / measured));
    }
}
