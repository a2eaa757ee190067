import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Event } from './event.entity.js';
import { ProgrammeEditor } from './programme-editor.service.js';
import { Programme } from './programme.entity.js';
import { Question } from './question.entity.js';
import { Session } from './session.entity.js';
import { Speaker } from './speaker.entity.js';
import { Venue } from './venue.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Venue, Programme, Event, Speaker, Question, Session])],
  providers: [ProgrammeEditor],
  exports: [ProgrammeEditor],
})
export class ProgrammeModule {}
