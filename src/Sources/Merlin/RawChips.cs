using System.Buffers;
using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Merlin;

/// <summary>Makes frames of what chips are read out: one chip, or four.</summary>
/// <remarks>
/// A stored row of four chips is one row of each, of the fourth first. The first two chips lie above the others, which are turned by 180°.
/// </remarks>
/// <param name="chips">1 or 4.</param>
/// <param name="rows">Rows of a chip.</param>
/// <param name="columns">Columns of a chip.</param>
/// <param name="bits">1, 6, 12 or 24: bits of the counters, the last as two images of 12, the upper bits first.</param>
/// <param name="flips">Whether rows are turned over.</param>
internal sealed class RawChips(int chips, int rows, int columns, int bits, bool flips)
{
    private const int HalfBits = 12;

    /// <summary>Rows and columns of a frame.</summary>
    public Extent Detector => chips == 1 ? new(rows, columns) : new(2L * rows, 2L * columns);

    /// <summary>Type of its pixels.</summary>
    public ElementType Type => bits switch { 1 or 6 => ElementType.U8, HalfBits => ElementType.U16, _ => ElementType.U32 };

    /// <summary>Bytes of its pixels.</summary>
    public long PixelBytes => (long)chips * rows * columns * Type.Size();

    private int CounterBits => Math.Min(bits, HalfBits);

    /// <summary>Makes one frame.</summary>
    public void Decode(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        if (bits <= HalfBits)
        {
            Place(stored, pixels);
            return;
        }

        var half = pixels.Length / 2;
        var halves = ArrayPool<byte>.Shared.Rent(pixels.Length);
        Place(stored[..(stored.Length / 2)], halves.AsSpan(0, half));
        Place(stored[(stored.Length / 2)..], halves.AsSpan(half, half));
        Join(
            MemoryMarshal.Cast<byte, ushort>(halves.AsSpan(0, half)),
            MemoryMarshal.Cast<byte, ushort>(halves.AsSpan(half, half)),
            MemoryMarshal.Cast<byte, uint>(pixels));
        ArrayPool<byte>.Shared.Return(halves);
    }

    private static void Join(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, Span<uint> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = ((uint)upper[i] << HalfBits) + lower[i];
    }

    private void Place(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        if (chips == 1 && !flips)
        {
            MedipixRow.Forward(stored, pixels, CounterBits);
            return;
        }

        var chipRow = columns * (CounterBits == HalfBits ? 2 : 1);
        var storedChipRow = chipRow / MedipixRow.Growth(CounterBits);
        var frameRow = chips == 1 ? chipRow : 2 * chipRow;
        var last = (chips == 1 ? rows : 2 * rows) - 1;
        for (var row = 0; row < rows; row++)
        {
            var line = stored.Slice(row * chips * storedChipRow, chips * storedChipRow);
            var upper = pixels.Slice((flips ? last - row : row) * frameRow, frameRow);
            if (chips == 1)
            {
                MedipixRow.Forward(line, upper, CounterBits);
                continue;
            }

            var lower = pixels.Slice((flips ? row : last - row) * frameRow, frameRow);
            MedipixRow.Backward(line[..storedChipRow], lower[chipRow..], CounterBits);
            MedipixRow.Backward(line.Slice(storedChipRow, storedChipRow), lower[..chipRow], CounterBits);
            MedipixRow.Forward(line.Slice(2 * storedChipRow, storedChipRow), upper[chipRow..], CounterBits);
            MedipixRow.Forward(line[(3 * storedChipRow)..], upper[..chipRow], CounterBits);
        }
    }
}
