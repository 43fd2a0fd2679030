namespace Ronchi.Kernels.Planes;

/// <summary>A stretch of every plane of a block, with its part of the mask. The memory stays pinned by whoever made it.</summary>
internal readonly unsafe struct PlaneChunk(byte* planes, int planeBytes, int bytes, int livePlanes, byte* mask)
{
    /// <summary>First byte of the stretch in plane 0.</summary>
    public byte* Planes => planes;

    /// <summary>Bytes from one plane to the next.</summary>
    public int PlaneBytes => planeBytes;

    /// <summary>Bytes of the stretch.</summary>
    public int Bytes => bytes;

    public int LivePlanes => livePlanes;

    /// <summary>First mask byte of the stretch, or null for all pixels.</summary>
    public byte* Mask => mask;

    /// <summary>64-pixel words, the last one perhaps short.</summary>
    public int Words => (bytes + 7) / 8;
}
