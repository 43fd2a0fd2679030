using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Sources.Images;

/// <summary>Makes values of the stored pixels of a PNG.</summary>
internal sealed class PngValues
{
    private readonly PngHeader _header;
    private readonly bool _isGrey;
    private readonly int _colors;

    /// <param name="header">What the file says of its pixels.</param>
    /// <param name="isGrey">Whether its colours are taken for greys: one of them is the value.</param>
    public PngValues(PngHeader header, bool isGrey)
    {
        (_header, _isGrey) = (header, isGrey);
        _colors = (header.ColorType, isGrey) switch
        {
            (_, true) => 1,
            (3, _) => header.IsGreyPalette ? 1 : header.Opacities.IsEmpty ? 3 : 4,
            _ => header.Samples,
        };
        Frame = _colors == 1 ? new(header.Rows, header.Columns) : new(header.Rows, header.Columns, _colors);
    }

    /// <summary>Axes of a frame.</summary>
    public Extent Frame { get; }

    /// <summary>Puts the pixels of a pass where they belong.</summary>
    /// <param name="stored">Rows without filters, each behind a byte.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="pixels">All pixels of the picture.</param>
    /// <returns>False: colours that were taken for greys are none.</returns>
    public bool Put(ReadOnlySpan<byte> stored, PngPass pass, Span<byte> pixels)
    {
        var valueBytes = _header.Bits == 16 ? 2 : 1;
        for (var row = 0; row < pass.Rows; row++)
        {
            var source = stored.Slice((row * (pass.RowBytes + 1)) + 1, pass.RowBytes);
            var first = (pass.FirstRow + ((long)row * pass.RowStep)) * _header.Columns;
            var target = pixels[(int)(first * _colors * valueBytes)..];
            var isPlain = pass.ColumnStep == 1 && !_isGrey && _header.ColorType != 3 && _header.Bits >= 8;
            if (isPlain && valueBytes == 1)
                source.CopyTo(target);
            else if (isPlain)
                BinaryPrimitives.ReverseEndianness(
                    MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<byte, ushort>(target)[..(source.Length / 2)]);
            else if (!PutOneByOne(source, pass, target, valueBytes))
                return false;
        }

        return true;
    }

    private bool PutOneByOne(ReadOnlySpan<byte> source, PngPass pass, Span<byte> target, int valueBytes)
    {
        var pixelBytes = _colors * valueBytes;
        for (var i = 0; i < pass.Columns; i++)
        {
            var pixel = target.Slice((pass.FirstColumn + (i * pass.ColumnStep)) * pixelBytes, pixelBytes);
            if (_header.Bits < 8 || _header.ColorType == 3)
            {
                PutPlace(Bits(source, i), pixel);
                continue;
            }

            var from = source.Slice(i * _header.Samples * valueBytes, _header.Samples * valueBytes);
            if (_isGrey && !IsGrey(from, valueBytes))
                return false;
            from[..pixelBytes].CopyTo(pixel);
            if (valueBytes == 2 && BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(pixel), MemoryMarshal.Cast<byte, ushort>(pixel));
        }

        return true;
    }

    /// <summary>Whether a stored pixel has three equal colours and is opaque.</summary>
    /// <param name="pixel">Its bytes.</param>
    /// <param name="valueBytes">Bytes of a value.</param>
    public static bool IsGrey(ReadOnlySpan<byte> pixel, int valueBytes)
    {
        var red = pixel[..valueBytes];
        return red.SequenceEqual(pixel.Slice(valueBytes, valueBytes)) && red.SequenceEqual(pixel.Slice(2 * valueBytes, valueBytes))
            && pixel[(3 * valueBytes)..].IndexOfAnyExcept(byte.MaxValue) < 0;
    }

    private int Bits(ReadOnlySpan<byte> source, int pixel)
    {
        var at = pixel * _header.Bits;
        return (source[at >> 3] >> (8 - _header.Bits - (at & 7))) & ((1 << _header.Bits) - 1);
    }

    // A value of few bits, or a place in the palette.
    private void PutPlace(int place, Span<byte> pixel)
    {
        if (_header.ColorType != 3)
        {
            pixel[0] = (byte)place;
            return;
        }

        for (var color = 0; color < _colors; color++)
            pixel[color] = color == 3
                ? place < _header.Opacities.Length ? _header.Opacities[place] : byte.MaxValue
                : (place * 3) + color < _header.Palette.Length ? _header.Palette[(place * 3) + color] : (byte)0;
    }
}
