namespace Ronchi.Sources.Tiff;

/// <summary>Numbers of tags (TIFF 6.0, its technical notes, and those that makers of microscopes registered or took).</summary>
internal static class TiffTag
{
    public const ushort NewSubfileType = 254;
    public const ushort ImageWidth = 256;
    public const ushort ImageLength = 257;
    public const ushort BitsPerSample = 258;
    public const ushort Compression = 259;
    public const ushort Photometric = 262;
    public const ushort FillOrder = 266;
    public const ushort ImageDescription = 270;
    public const ushort Make = 271;
    public const ushort Model = 272;
    public const ushort StripOffsets = 273;
    public const ushort SamplesPerPixel = 277;
    public const ushort RowsPerStrip = 278;
    public const ushort StripByteCounts = 279;
    public const ushort XResolution = 282;
    public const ushort YResolution = 283;
    public const ushort PlanarConfiguration = 284;
    public const ushort ResolutionUnit = 296;
    public const ushort Software = 305;
    public const ushort DateTime = 306;
    public const ushort Predictor = 317;
    public const ushort TileWidth = 322;
    public const ushort TileLength = 323;
    public const ushort TileOffsets = 324;
    public const ushort TileByteCounts = 325;
    public const ushort ExtraSamples = 338;
    public const ushort SampleFormat = 339;
    public const ushort ZeissText = 34118;
    public const ushort FeiText = 34680;
    public const ushort FeiHeliosText = 34682;
    public const ushort GatanUnitX = 65003;
    public const ushort GatanUnitY = 65004;
    public const ushort GatanUnitZ = 65005;
    public const ushort GatanOriginX = 65006;
    public const ushort GatanOriginY = 65007;
    public const ushort GatanOriginZ = 65008;
    public const ushort GatanScaleX = 65009;
    public const ushort GatanScaleY = 65010;
    public const ushort GatanScaleZ = 65011;
}
