using System.Runtime.CompilerServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>LZ4 block decoder without vectors: for other processors, and the twin that the fast ones are compared with.</summary>
internal static unsafe class Lz4ScalarDecoder
{
    /// <inheritdoc cref="Lz4Decoder.Decode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(byte* source, byte* sourceEnd, byte* destination, byte* destinationEnd)
    {
        byte* input = source;
        byte* output = destination;
        while (true)
        {
            if (input >= sourceEnd)
                return Lz4Failure.Truncated;
            int token = *input++;
            long literals = token >> 4;
            if (literals == 15)
            {
                byte* end = Lz4Length.End(input, sourceEnd);
                if (end == null)
                    return Lz4Failure.Truncated;
                literals += Lz4Length.Value(input, end);
                input = end;
            }
            if (literals > sourceEnd - input)
                return Lz4Failure.Truncated;
            if (literals > destinationEnd - output)
                return Lz4Failure.NoRoom;
            Lz4Copy.Literals(input, output, literals);
            input += literals;
            output += literals;
            if (input == sourceEnd)
                return (int)(output - destination);
            if (sourceEnd - input < 2)
                return Lz4Failure.Truncated;

            long offset = Unsafe.ReadUnaligned<ushort>(input);
            if (!BitConverter.IsLittleEndian)
                offset = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)offset);
            input += 2;
            if ((ulong)(offset - 1) >= (ulong)(output - destination))
                return Lz4Failure.Corrupt;
            long match = token & 15;
            if (match == 15)
            {
                byte* end = Lz4Length.End(input, sourceEnd);
                if (end == null)
                    return Lz4Failure.Truncated;
                match += Lz4Length.Value(input, end);
                input = end;
            }
            match += 4;
            if (match > destinationEnd - output)
                return Lz4Failure.NoRoom;
            Lz4Copy.Match(output, offset, match);
            output += match;
        }
    }
}
