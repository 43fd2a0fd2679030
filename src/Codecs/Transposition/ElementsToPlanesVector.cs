using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Codecs.Transposition;

/// <summary>
/// Elements to bit planes: the top bits of a vector's lanes are one piece of a plane; shifting left by one brings the next lower plane to
/// the top.
/// </summary>
internal static unsafe class ElementsToPlanesVector
{
    /// <summary>Handles whole groups of 64 elements.</summary>
    /// <returns>Bytes of every plane that are done.</returns>
    public static int Run512(byte* elements, int elementBytes, byte* planes, int planeBytes) => elementBytes switch
    {
        1 => Wide<byte>(elements, planes, planeBytes),
        2 => Wide<ushort>(elements, planes, planeBytes),
        4 => Wide<uint>(elements, planes, planeBytes),
        _ => Wide<ulong>(elements, planes, planeBytes),
    };

    /// <inheritdoc cref="Run512"/>
    public static int Run256(byte* elements, int elementBytes, byte* planes, int planeBytes) => elementBytes switch
    {
        1 => Narrow<byte>(elements, planes, planeBytes),
        2 => Narrow<ushort>(elements, planes, planeBytes),
        4 => Narrow<uint>(elements, planes, planeBytes),
        _ => Narrow<ulong>(elements, planes, planeBytes),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Wide<T>(byte* elements, byte* planes, int planeBytes)
        where T : unmanaged, IBinaryInteger<T>
    {
        int lanes = Vector512<T>.Count;
        int i = 0;
        for (; i <= planeBytes - (lanes / 8); i += lanes / 8)
        {
            var v = Vector512.Load((T*)elements + ((long)i * 8));
            byte* plane = planes + ((long)(sizeof(T) * 8) * planeBytes) + i;
            for (int p = 0; p < sizeof(T) * 8; p++)
            {
                plane -= planeBytes;
                Store(v.ExtractMostSignificantBits(), plane, lanes);
                v += v;
            }
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Narrow<T>(byte* elements, byte* planes, int planeBytes)
        where T : unmanaged, IBinaryInteger<T>
    {
        // Eight elements at least make a whole byte of a plane.
        int lanes = Math.Max(Vector256<T>.Count, 8);
        int i = 0;
        for (; i <= planeBytes - (lanes / 8); i += lanes / 8)
        {
            T* from = (T*)elements + ((long)i * 8);
            var v = Vector256.Load(from);
            var rest = Vector256<T>.Count < 8 ? Vector256.Load(from + Vector256<T>.Count) : default;
            byte* plane = planes + ((long)(sizeof(T) * 8) * planeBytes) + i;
            for (int p = 0; p < sizeof(T) * 8; p++)
            {
                plane -= planeBytes;
                uint bits = v.ExtractMostSignificantBits();
                if (Vector256<T>.Count < 8)
                    bits |= rest.ExtractMostSignificantBits() << Vector256<T>.Count;
                Store(bits, plane, lanes);
                v += v;
                rest += rest;
            }
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ulong bits, byte* to, int lanes)
    {
        if (lanes == 64)
            Unsafe.WriteUnaligned(to, bits);
        else if (lanes == 32)
            Unsafe.WriteUnaligned(to, (uint)bits);
        else if (lanes == 16)
            Unsafe.WriteUnaligned(to, (ushort)bits);
        else
            *to = (byte)bits;
    }
}
