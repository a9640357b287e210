/**
 * What is used of hyparquet and its codecs: the page level alone. Above it they trust what a file says of itself. Apart from
 * the rest of the program, which loads it for files that begin as Parquet does.
 */
export { parquetHeader } from 'hyparquet/src/column.js'
export { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
export { parquetMetadata, parquetSchema } from 'hyparquet/src/metadata.js'
export type {
  ColumnMetaData,
  CompressionCodec,
  FileMetaData,
  PageHeader,
  RowGroup,
  SchemaElement,
  SchemaTree,
} from 'hyparquet/src/types.js'
export { compressors } from 'hyparquet-compressors'
